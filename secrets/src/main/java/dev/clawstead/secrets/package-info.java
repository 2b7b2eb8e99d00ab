/** Keys, tokens and certificates: how they are derived, compared and hashed. */
@NullMarked
package dev.clawstead.secrets;

import org.jspecify.annotations.NullMarked;
