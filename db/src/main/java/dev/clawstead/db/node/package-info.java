/** Nodes, and the regions that own them. */
@NullMarked
package dev.clawstead.db.node;

import org.jspecify.annotations.NullMarked;
