package dev.clawstead.activities.mail;

import io.temporal.failure.ApplicationFailure;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.MailSendException;

/** Decides, in one place, what a mail server's answer, or its silence, means. */
final class MailFailures {

  private static final String REFUSED = "MailRefused";
  private static final String UNAVAILABLE = "MailUnavailable";
  private static final int FINAL_FROM = 500;

  private MailFailures() {}

  static ApplicationFailure noServer() {
    return ApplicationFailure.newFailure(
        "no mail server is configured (spring.mail.host)", UNAVAILABLE);
  }

  /** A server's 5xx for this mail is final; what concerns the server itself passes. */
  static ApplicationFailure of(Exception e) {
    if (e instanceof MailParseException || find(e, AddressException.class) != null) {
      return refused("the address or the mail cannot be written", e);
    }
    if (e instanceof MailAuthenticationException) {
      return unavailable("the mail server does not know us", e);
    }
    SMTPAddressFailedException address = find(e, SMTPAddressFailedException.class);
    if (address != null) {
      return byCode(address.getReturnCode(), "the mail server does not take the address", e);
    }
    SMTPSendFailedException mail = find(e, SMTPSendFailedException.class);
    if (mail != null) {
      return byCode(mail.getReturnCode(), "the mail server does not take the mail", e);
    }
    return unavailable("the mail server does not answer", e);
  }

  private static ApplicationFailure byCode(int code, String what, Exception e) {
    String told = what + " (" + code + ")";
    return code >= FINAL_FROM ? refused(told, e) : unavailable(told, e);
  }

  private static ApplicationFailure refused(String what, Exception e) {
    return ApplicationFailure.newNonRetryableFailureWithCause(what, REFUSED, e);
  }

  private static ApplicationFailure unavailable(String what, Exception e) {
    return ApplicationFailure.newFailureWithCause(what, UNAVAILABLE, e);
  }

  /** Spring and Jakarta Mail each hide causes in a place of their own. */
  private static <T extends Exception> @Nullable T find(
      @Nullable Throwable failure, Class<T> type) {
    if (failure == null || type.isInstance(failure)) {
      return failure == null ? null : type.cast(failure);
    }
    if (failure instanceof MailSendException sending) {
      for (Exception one : sending.getMessageExceptions()) {
        T found = find(one, type);
        if (found != null) {
          return found;
        }
      }
    }
    Throwable next =
        failure instanceof MessagingException mail && mail.getNextException() != null
            ? mail.getNextException()
            : failure.getCause();
    return find(next, type);
  }
}
