/** Keeps warm cells waiting for claims. */
@NullMarked
package dev.clawstead.workflows.pool;

import org.jspecify.annotations.NullMarked;
