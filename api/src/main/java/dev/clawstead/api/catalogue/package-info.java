/** What can be ordered, and where. */
@NullMarked
package dev.clawstead.api.catalogue;

import org.jspecify.annotations.NullMarked;
