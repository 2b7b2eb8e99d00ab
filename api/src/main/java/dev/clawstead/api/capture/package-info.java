/** Keeping what agents say to models, by their owners' wish. */
@NullMarked
package dev.clawstead.api.capture;

import org.jspecify.annotations.NullMarked;
