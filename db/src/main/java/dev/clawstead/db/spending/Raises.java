package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.NOTICES;
import static dev.clawstead.db.generated.Tables.RAISES;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.clawstead.db.Times;
import dev.clawstead.db.audit.Audit;
import dev.clawstead.db.generated.tables.records.NoticesRecord;
import dev.clawstead.db.generated.tables.records.RaisesRecord;
import dev.clawstead.db.spending.Caps.OwnCap;
import dev.clawstead.db.spending.Spendings.Counter;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.Word;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Links that raise a cap for its month, each once; whoever has one needs no session. */
public final class Raises {

  private final DSLContext sql;

  public Raises(DSLContext sql) {
    this.sql = sql;
  }

  /** How far the button raises: by half, and never above what the plan includes. */
  static CapAmount target(CapAmount cap, Plan plan) {
    Long micros = cap.micros();
    Long tokens = cap.tokens();
    return new CapAmount(
        micros == null ? null : micros + micros / 2,
        tokens == null ? null : withinPlan(tokens + tokens / 2, plan));
  }

  private static long withinPlan(long tokens, Plan plan) {
    return plan.tokensPerMonth() == 0 ? tokens : Math.min(tokens, plan.tokensPerMonth());
  }

  /** Makes the link of this notice; a second time changes nothing. */
  public void offer(UUID notice, byte[] tokenHash) {
    sql.transaction(
        config -> {
          DSLContext tx = config.dsl();
          NoticesRecord row = tx.fetchSingle(NOTICES, NOTICES.ID.eq(notice));
          Plan plan = Usage.planOf(tx, row.getInstanceId());
          LocalDate since = row.getSince().withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
          OwnCap own = capOf(tx, row);
          CapAmount to = own == null ? CapAmount.NONE : target(own.on(since), plan);
          tx.insertInto(RAISES)
              .set(RAISES.NOTICE_ID, notice)
              .set(RAISES.TOKEN_HASH, tokenHash)
              .set(RAISES.TO_MICROS, to.micros())
              .set(RAISES.TO_TOKENS, to.tokens())
              .set(
                  RAISES.EXPIRES_AT,
                  CapPeriod.MONTH.resets(since).atStartOfDay().atOffset(ZoneOffset.UTC))
              .onConflictDoNothing()
              .execute();
        });
  }

  /** What the link with this hash offers; empty when there is none, or its month is over. */
  public Optional<Raise> find(byte[] tokenHash) {
    return sql.transactionResult(config -> find(config.dsl(), tokenHash, false));
  }

  /** Raises the cap, unless this link has done so before. */
  public Optional<Raise> raise(byte[] tokenHash) {
    return sql.transactionResult(
        config -> {
          DSLContext tx = config.dsl();
          Optional<Raise> found = find(tx, tokenHash, true);
          if (found.isEmpty() || found.get().done()) {
            return found;
          }
          Raise raise = found.get();
          NoticesRecord notice = tx.fetchSingle(NOTICES, NOTICES.ID.eq(raise.notice()));
          raiseCap(tx, notice, raise);
          tx.update(RAISES)
              .set(RAISES.DONE_AT, currentOffsetDateTime())
              .where(RAISES.NOTICE_ID.eq(raise.notice()))
              .execute();
          Audit.add(
              tx,
              Audit.Entry.of(
                      notice.getAccountId(),
                      "link:" + raise.notice(),
                      "cap.raise",
                      notice.getScope() + ":" + notice.getScopeId())
                  .with("period", notice.getPeriod()));
          return find(tx, tokenHash, false);
        });
  }

  /** What its owner has raised or lifted meanwhile is not lowered. */
  private static void raiseCap(DSLContext tx, NoticesRecord notice, Raise raise) {
    OwnCap own = capOf(tx, notice);
    if (own == null) {
      return;
    }
    LocalDate today = LocalDate.ofInstant(Times.now(), ZoneOffset.UTC);
    CapAmount now = own.on(today);
    new Caps(tx)
        .raise(
            own.scope(),
            own.id(),
            own.period(),
            new CapAmount(
                larger(now.micros(), raise.to().micros()),
                larger(now.tokens(), raise.to().tokens())),
            today);
  }

  private static @Nullable Long larger(@Nullable Long now, @Nullable Long to) {
    return now == null || to == null ? now : Long.valueOf(Math.max(now, to));
  }

  private static Optional<Raise> find(DSLContext tx, byte[] hash, boolean lock) {
    var query =
        tx.selectFrom(RAISES)
            .where(RAISES.TOKEN_HASH.eq(hash), RAISES.EXPIRES_AT.gt(currentOffsetDateTime()));
    return (lock ? query.forUpdate() : query).fetchOptional().map(row -> read(tx, row));
  }

  private static Raise read(DSLContext tx, RaisesRecord row) {
    NoticesRecord notice = tx.fetchSingle(NOTICES, NOTICES.ID.eq(row.getNoticeId()));
    CapPeriod period = Word.of(CapPeriod.class, notice.getPeriod());
    LocalDate today = LocalDate.ofInstant(Times.now(), ZoneOffset.UTC);
    Counter counter =
        Counter.of(Word.of(CapScope.class, notice.getScope()), notice.getScopeId(), period, today);
    var standing = new Spendings(tx).read(List.of(counter)).get(counter);
    OwnCap own = capOf(tx, notice);
    return new Raise(
        notice.getId(),
        tx.select(INSTANCES.NAME)
            .from(INSTANCES)
            .where(INSTANCES.ID.eq(notice.getInstanceId()))
            .fetchSingle(INSTANCES.NAME),
        period,
        own == null ? CapAmount.NONE : own.on(today),
        standing == null ? Spend.NONE : standing.spent(),
        new CapAmount(row.getToMicros(), row.getToTokens()),
        Times.of(row.getExpiresAt()),
        row.getDoneAt() != null);
  }

  private static @Nullable OwnCap capOf(DSLContext tx, NoticesRecord notice) {
    return new Caps(tx)
        .find(
            Word.of(CapScope.class, notice.getScope()),
            notice.getScopeId(),
            Word.of(CapPeriod.class, notice.getPeriod()));
  }

  /**
   * What a link offers.
   *
   * @param cap what holds now
   * @param to what the cap is raised to
   * @param done whether it was raised by this link
   */
  public record Raise(
      UUID notice,
      String agentName,
      CapPeriod period,
      CapAmount cap,
      Spend spent,
      CapAmount to,
      Instant expiresAt,
      boolean done) {}
}
