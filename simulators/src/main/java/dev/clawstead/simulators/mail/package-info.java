/** A mail server that keeps what it takes. */
@NullMarked
package dev.clawstead.simulators.mail;

import org.jspecify.annotations.NullMarked;
