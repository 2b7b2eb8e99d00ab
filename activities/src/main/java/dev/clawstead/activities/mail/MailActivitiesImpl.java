package dev.clawstead.activities.mail;

import dev.clawstead.db.mail.Mails;
import dev.clawstead.db.mail.Mails.Waiting;
import dev.clawstead.db.spending.Raises;
import dev.clawstead.domain.NoticeKind;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.Tokens;
import io.temporal.failure.ApplicationFailure;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/** See {@link MailActivities}. */
public final class MailActivitiesImpl implements MailActivities {

  private final Mails mails;
  private final Raises raises;
  private final @Nullable JavaMailSender sender;
  private final MailSettings settings;
  private final NoticeMail letter;
  private final PlatformSecret secret;

  /** {@code sender} is null where no mail server is configured: mails wait until there is one. */
  public MailActivitiesImpl(
      DSLContext sql,
      @Nullable JavaMailSender sender,
      MailSettings settings,
      PlatformSecret secret) {
    this.mails = new Mails(sql);
    this.raises = new Raises(sql);
    this.sender = sender;
    this.settings = settings;
    this.letter = new NoticeMail(settings.console().toString());
    this.secret = secret;
  }

  @Override
  public void send(UUID id) {
    Optional<Waiting> waiting = mails.findWaiting(id);
    if (waiting.isPresent()) {
      try {
        send(waiting.get());
      } catch (MessagingException | MailException e) {
        ApplicationFailure failure = MailFailures.of(e);
        mails.delayed(id, failure.getOriginalMessage());
        throw failure;
      }
      mails.sent(id);
    }
  }

  private void send(Waiting mail) throws MessagingException {
    JavaMailSender server = sender;
    if (server == null) {
      throw MailFailures.noServer();
    }
    NoticeMail.Letter shown = letter.write(mail.subject(), NoticeMail.HIDDEN);
    mails.written(mail.id(), shown.subject(), shown.text(), shown.html());
    server.send(message(server, mail, letter.write(mail.subject(), token(mail))));
  }

  /**
   * Derived, so that every try writes the same mail; of it only a hash is kept, as of every token.
   */
  private String token(Waiting mail) {
    if (mail.subject().kind() != NoticeKind.ASK) {
      return NoticeMail.HIDDEN;
    }
    UUID notice = mail.subject().notice();
    String token = secret.derive("raise|" + notice);
    raises.offer(notice, Tokens.hash(token));
    return token;
  }

  private MimeMessage message(JavaMailSender server, Waiting mail, NoticeMail.Letter written)
      throws MessagingException {
    MimeMessage message = server.createMimeMessage();
    MimeMessageHelper helper = new MimeMessageHelper(message, true, StandardCharsets.UTF_8.name());
    helper.setFrom(settings.from());
    helper.setTo(mail.recipient());
    helper.setSubject(written.subject());
    helper.setText(written.text(), written.html());
    helper.setSentDate(Date.from(mail.createdAt()));
    message.setHeader("Message-ID", "<mail." + mail.id() + "@" + settings.domain() + ">");
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
  }

  @Override
  public void giveUp(GivenUp mail) {
    mails.failed(mail.mail(), mail.problem());
  }
}
