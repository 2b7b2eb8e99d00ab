/** How often a stranger may try, and who counts as the same stranger. */
@NullMarked
package dev.clawstead.api.limit;

import org.jspecify.annotations.NullMarked;
