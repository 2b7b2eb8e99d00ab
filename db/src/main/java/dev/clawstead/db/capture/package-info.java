/** What was said in model calls, for owners who wish to keep it for a time. */
@NullMarked
package dev.clawstead.db.capture;

import org.jspecify.annotations.NullMarked;
