/** The configuration, typed and checked at start. */
@NullMarked
package dev.clawstead.api.settings;

import org.jspecify.annotations.NullMarked;
