/** What owners let their agents spend, and what they are told about it. */
@NullMarked
package dev.clawstead.api.caps;

import org.jspecify.annotations.NullMarked;
