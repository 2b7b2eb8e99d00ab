/** Nodes, pools, orders and effects, as the operator reads and steers them. */
@NullMarked
package dev.clawstead.db.fleet;

import org.jspecify.annotations.NullMarked;
