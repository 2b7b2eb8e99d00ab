/** A repeated request is the same request: its answer is kept for a day. */
@NullMarked
package dev.clawstead.api.idempotency;

import org.jspecify.annotations.NullMarked;
