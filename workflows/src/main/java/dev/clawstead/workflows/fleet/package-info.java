/** Nodes and the regions that own them. */
@NullMarked
package dev.clawstead.workflows.fleet;

import org.jspecify.annotations.NullMarked;
