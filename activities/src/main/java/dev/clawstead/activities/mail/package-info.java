/** Mails to owners: how they read, and how they get to a mail server. */
@NullMarked
package dev.clawstead.activities.mail;

import org.jspecify.annotations.NullMarked;
