/** The outbox: what is to be mailed, what was, and what could not be. */
@NullMarked
package dev.clawstead.db.mail;

import org.jspecify.annotations.NullMarked;
