package dev.clawstead.db.mail;

import static dev.clawstead.db.generated.Tables.ACCOUNTS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.MAILS;
import static dev.clawstead.db.generated.Tables.NOTICES;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.clawstead.db.Times;
import dev.clawstead.db.generated.tables.records.MailsRecord;
import dev.clawstead.domain.MailState;
import dev.clawstead.domain.NoticeKind;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.domain.Word;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Mails, each a row before anybody tries to send it. */
public final class Mails {

  private final DSLContext sql;

  public Mails(DSLContext sql) {
    this.sql = sql;
  }

  /** Puts the mail of a notice to its account's owner into the outbox. */
  public static void add(DSLContext tx, UUID notice, UUID account) {
    tx.insertInto(MAILS, MAILS.ID, MAILS.NOTICE_ID, MAILS.RECIPIENT)
        .select(
            select(val(UuidV7.next()), val(notice), ACCOUNTS.EMAIL)
                .from(ACCOUNTS)
                .where(ACCOUNTS.ID.eq(account)))
        .execute();
  }

  /** Those that wait, oldest first. */
  public List<Due> due(int rows) {
    return sql.select(MAILS.ID, NOTICES.ACCOUNT_ID)
        .from(MAILS)
        .join(NOTICES)
        .on(NOTICES.ID.eq(MAILS.NOTICE_ID))
        .where(MAILS.STATE.eq(MailState.WAITING.word()))
        .orderBy(MAILS.CREATED_AT)
        .limit(rows)
        .fetch(r -> new Due(r.value1(), r.value2()));
  }

  /** What this mail is about, if it still waits. */
  public Optional<Waiting> findWaiting(UUID mail) {
    return sql.select()
        .from(MAILS)
        .join(NOTICES)
        .on(NOTICES.ID.eq(MAILS.NOTICE_ID))
        .join(INSTANCES)
        .on(INSTANCES.ID.eq(NOTICES.INSTANCE_ID))
        .where(MAILS.ID.eq(mail), MAILS.STATE.eq(MailState.WAITING.word()))
        .fetchOptional(
            r ->
                new Waiting(
                    mail,
                    r.get(MAILS.RECIPIENT),
                    r.get(MAILS.CREATED_AT).toInstant(),
                    new Subject(
                        r.get(NOTICES.ID),
                        Word.of(NoticeKind.class, r.get(NOTICES.KIND)),
                        r.get(NOTICES.INSTANCE_ID),
                        r.get(INSTANCES.NAME),
                        r.get(NOTICES.SCOPE),
                        r.get(NOTICES.PERIOD),
                        r.get(NOTICES.PERCENT),
                        r.get(NOTICES.SINCE).toInstant(),
                        r.get(NOTICES.CAP_MICROS),
                        r.get(NOTICES.CAP_TOKENS),
                        r.get(NOTICES.SPENT_MICROS),
                        r.get(NOTICES.SPENT_TOKENS))));
  }

  /** Keeps what is about to be sent, without what nobody but its reader may see. */
  public void written(UUID mail, String subject, String text, String html) {
    sql.update(MAILS)
        .set(MAILS.SUBJECT, subject)
        .set(MAILS.TEXT, text)
        .set(MAILS.HTML, html)
        .where(MAILS.ID.eq(mail))
        .execute();
  }

  /** A server has taken it. */
  public void sent(UUID mail) {
    sql.update(MAILS)
        .set(MAILS.STATE, MailState.SENT.word())
        .set(MAILS.SENT_AT, currentOffsetDateTime())
        .setNull(MAILS.PROBLEM)
        .where(MAILS.ID.eq(mail), MAILS.STATE.ne(MailState.SENT.word()))
        .execute();
  }

  /** It will not be tried again. */
  public void failed(UUID mail, String problem) {
    sql.update(MAILS)
        .set(MAILS.STATE, MailState.FAILED.word())
        .set(MAILS.PROBLEM, problem)
        .where(MAILS.ID.eq(mail), MAILS.STATE.eq(MailState.WAITING.word()))
        .execute();
  }

  /** Why it was not taken the last time; it is tried again. */
  public void delayed(UUID mail, String problem) {
    sql.update(MAILS)
        .set(MAILS.PROBLEM, problem)
        .where(MAILS.ID.eq(mail), MAILS.STATE.eq(MailState.WAITING.word()))
        .execute();
  }

  /** Every mail, newest first, after this one. */
  public List<Mail> list(@Nullable UUID after, int rows) {
    return sql.selectFrom(MAILS)
        .where(after == null ? noCondition() : MAILS.ID.lt(after))
        .orderBy(MAILS.ID.desc())
        .limit(rows)
        .fetch(Mails::read);
  }

  private static Mail read(MailsRecord row) {
    return new Mail(
        row.getId(),
        row.getRecipient(),
        row.getSubject(),
        row.getText(),
        row.getHtml(),
        row.getState(),
        row.getProblem(),
        Times.of(row.getCreatedAt()),
        Times.orNull(row.getSentAt()));
  }

  /** A mail that waits, and whom it concerns. */
  public record Due(UUID id, UUID account) {}

  /** A mail that is to be sent. */
  public record Waiting(UUID id, String recipient, Instant createdAt, Subject subject) {}

  /** The notice that a mail tells of. */
  public record Subject(
      UUID notice,
      NoticeKind kind,
      UUID instance,
      String agentName,
      String scope,
      String period,
      @Nullable Integer percent,
      Instant since,
      @Nullable Long capMicros,
      @Nullable Long capTokens,
      long spentMicros,
      long spentTokens) {}

  /** A mail as the operator sees it; its bodies are empty until somebody tried to send it. */
  public record Mail(
      UUID id,
      String recipient,
      String subject,
      String text,
      String html,
      String state,
      @Nullable String problem,
      Instant createdAt,
      @Nullable Instant sentAt) {}
}
