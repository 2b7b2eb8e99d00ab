/** Pools of warm cells: what is there and what is planned. */
@NullMarked
package dev.clawstead.db.pool;

import org.jspecify.annotations.NullMarked;
