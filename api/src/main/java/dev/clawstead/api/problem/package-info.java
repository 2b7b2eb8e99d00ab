/** What went wrong, as RFC 9457 problem documents that name the field. */
@NullMarked
package dev.clawstead.api.problem;

import org.jspecify.annotations.NullMarked;
