/** A world of maps that workflows act upon in tests. */
@NullMarked
package dev.clawstead.workflows.world;

import org.jspecify.annotations.NullMarked;
