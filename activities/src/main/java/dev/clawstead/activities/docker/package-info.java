/** Cells on nodes, through each node's Docker API. */
@NullMarked
package dev.clawstead.activities.docker;

import org.jspecify.annotations.NullMarked;
