package dev.clawstead.activities.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.activities.mail.MailActivities.GivenUp;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.mail.Mails;
import dev.clawstead.db.mail.Mails.Mail;
import dev.clawstead.db.spending.CapAmount;
import dev.clawstead.db.spending.Caps;
import dev.clawstead.db.spending.Purse;
import dev.clawstead.db.spending.Raises;
import dev.clawstead.db.spending.SpendingNotices;
import dev.clawstead.db.spending.SpendingRules;
import dev.clawstead.domain.CapChoice;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.Spend;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.Tokens;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class MailActivitiesTest {

  private static final MailSettings SETTINGS =
      new MailSettings("Clawstead <no-reply@example.com>", URI.create("http://console.test/"));
  private static final Pattern LINK = Pattern.compile("http://console.test/raise/([A-Za-z0-9_-]+)");

  private final Database database = TestDatabase.create();
  private final Mails mails = new Mails(database.sql());
  private final ScriptedSmtp server = new ScriptedSmtp();
  private final MailActivities activities = activities(sender(server.port()));
  private final UUID mail = ask();

  MailActivitiesTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    server.close();
    database.close();
  }

  @Test
  void aMailIsSentOnceWithBothBodiesAndALinkThatRaises() {
    activities.send(mail);
    activities.send(mail);

    assertThat(server.taken).hasSize(1);
    String sent = server.taken.getFirst();
    assertThat(sent)
        .contains("Subject: Ada has reached the monthly budget. Raise it?")
        .contains("Message-ID: <mail." + mail + "@example.com>")
        .contains("From: Clawstead <no-reply@example.com>")
        .contains("Auto-Submitted: auto-generated")
        .contains("text/plain")
        .contains("text/html");
    assertThat(mails.list(null, 1).getFirst().state()).isEqualTo("sent");
    assertThat(mails.due(10)).isEmpty();
    assertThat(new Raises(database.sql()).find(Tokens.hash(link(sent)))).isPresent();
  }

  @Test
  void whatTheOperatorSeesOpensNothing() {
    activities.send(mail);

    Mail kept = mails.list(null, 1).getFirst();
    assertThat(kept.text()).contains("http://console.test/raise/...").contains("$0.00 of $0.00");
    assertThat(kept.text() + kept.html()).doesNotContain(link(server.taken.getFirst()));
  }

  @Test
  void aMailWhoseAnswerWasLostIsSentAgainAsTheSameMail() {
    server.losesAnswer = true;
    assertThatThrownBy(() -> activities.send(mail)).isInstanceOf(ApplicationFailure.class);
    assertThat(mails.due(10)).extracting(Mails.Due::id).containsExactly(mail);

    server.losesAnswer = false;
    activities.send(mail);

    assertThat(server.taken).hasSize(2);
    assertThat(messageId(server.taken.getLast())).isEqualTo(messageId(server.taken.getFirst()));
    assertThat(link(server.taken.getLast())).isEqualTo(link(server.taken.getFirst()));
    assertThat(mails.list(null, 1).getFirst().state()).isEqualTo("sent");
  }

  @ParameterizedTest
  @CsvSource({
    "550 no such user,   250 ok,           MailRefused,     true",
    "451 come again,     250 ok,           MailUnavailable, false",
    "250 ok,             554 looks bad,    MailRefused,     true",
    "250 ok,             452 disk is full, MailUnavailable, false"
  })
  void saysWhichAnswersAreFinal(String toRecipient, String toMail, String type, boolean isFinal) {
    server.toRecipient = toRecipient;
    server.toMail = toMail;

    assertThatThrownBy(() -> activities.send(mail))
        .asInstanceOf(InstanceOfAssertFactories.type(ApplicationFailure.class))
        .satisfies(
            failure -> {
              assertThat(failure.getType()).isEqualTo(type);
              assertThat(failure.isNonRetryable()).isEqualTo(isFinal);
            });
    assertThat(mails.list(null, 1).getFirst().problem()).contains("the mail server");
  }

  @Test
  void withoutAServerItWaits() {
    assertThatThrownBy(() -> activities(null).send(mail))
        .asInstanceOf(InstanceOfAssertFactories.type(ApplicationFailure.class))
        .matches(failure -> !failure.isNonRetryable());

    server.toMail = "250 ok";
    activities.send(mail);
    assertThat(server.taken).hasSize(1);
  }

  @Test
  void aMailThatIsGivenUpWaitsNoMore() {
    activities.giveUp(new GivenUp(mail, "no such user"));
    activities.send(mail);

    assertThat(server.taken).isEmpty();
    assertThat(mails.list(null, 1).getFirst().problem()).isEqualTo("no such user");
  }

  private UUID ask() {
    UUID instance = new TestRows(database.sql()).order();
    new Caps(database.sql())
        .set(CapScope.INSTANCE, instance, CapPeriod.MONTH, new CapAmount(1_000L, null));
    SpendingRules.set(database.sql(), instance, CapChoice.ASK, null, false);
    new SpendingNotices(database.sql())
        .refused(
            new Purse(instance, null),
            LocalDate.now(ZoneOffset.UTC),
            Spend.NONE,
            new Spend(1_001, 1));
    return mails.due(1).getFirst().id();
  }

  private MailActivities activities(@Nullable JavaMailSender sender) {
    return new MailActivitiesImpl(
        database.sql(), sender, SETTINGS, PlatformSecret.of(new byte[32]));
  }

  private static JavaMailSenderImpl sender(int port) {
    JavaMailSenderImpl sender = new JavaMailSenderImpl();
    sender.setHost("127.0.0.1");
    sender.setPort(port);
    return sender;
  }

  private static String messageId(String mail) {
    return mail.lines().filter(line -> line.startsWith("Message-ID")).findFirst().orElseThrow();
  }

  private static String link(String mail) {
    // Long lines are folded with "=" at their end.
    Matcher link = LINK.matcher(mail.replace("=\n", ""));
    assertThat(link.find()).isTrue();
    return link.group(1);
  }
}
