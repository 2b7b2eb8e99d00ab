/** Mails on their way. */
@NullMarked
package dev.clawstead.workflows.mail;

import org.jspecify.annotations.NullMarked;
