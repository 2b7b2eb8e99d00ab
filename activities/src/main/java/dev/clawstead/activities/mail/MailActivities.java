package dev.clawstead.activities.mail;

import io.temporal.activity.ActivityInterface;
import java.util.UUID;

/**
 * Mails of the outbox. SMTP knows no repeat: a mail whose server took it and whose answer got lost
 * is sent again, with the same Message-ID and the same content, so that mail programs show it once.
 * What is promised is at least once.
 */
@ActivityInterface(namePrefix = "Mail.")
public interface MailActivities {

  String TASK_QUEUE = "mail";

  /** Hands the mail to the mail server; one that was sent before is not sent again. */
  void send(UUID mail);

  /** Writes down that this mail is not tried any more. */
  void giveUp(GivenUp mail);

  /** A mail that nobody took, and why. */
  record GivenUp(UUID mail, String problem) {}
}
