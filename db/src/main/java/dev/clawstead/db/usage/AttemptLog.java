package dev.clawstead.db.usage;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static dev.clawstead.db.generated.Tables.PROVIDER_KEYS;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import dev.clawstead.db.generated.tables.records.AttemptsRecord;
import dev.clawstead.db.usage.UsageLines.Sold;
import dev.clawstead.db.usage.UsageLines.Tokens;
import dev.clawstead.domain.Spend;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The single attempts of an agent, as its owner reads them. */
public final class AttemptLog {

  private final DSLContext sql;

  public AttemptLog(DSLContext sql) {
    this.sql = sql;
  }

  /** So many attempts of this agent, newest first, older than this one of its attempts. */
  public List<Logged> list(UUID instance, @Nullable UUID after, int rows) {
    return sql.select(ATTEMPTS.asterisk(), PROVIDER_KEYS.ACCOUNT_ID)
        .from(ATTEMPTS)
        .leftJoin(PROVIDER_KEYS)
        .on(PROVIDER_KEYS.ID.eq(ATTEMPTS.PROVIDER_KEY_ID))
        .where(ATTEMPTS.INSTANCE_ID.eq(instance), olderThan(instance, after))
        .orderBy(ATTEMPTS.AT.desc(), ATTEMPTS.ID.desc())
        .limit(rows)
        .fetch(r -> logged(r.into(ATTEMPTS), r.get(PROVIDER_KEYS.ACCOUNT_ID) != null));
  }

  private static Condition olderThan(UUID instance, @Nullable UUID attempt) {
    if (attempt == null) {
      return noCondition();
    }
    return row(ATTEMPTS.AT, ATTEMPTS.ID)
        .lt(
            select(ATTEMPTS.AT, ATTEMPTS.ID)
                .from(ATTEMPTS)
                .where(ATTEMPTS.ID.eq(attempt), ATTEMPTS.INSTANCE_ID.eq(instance)));
  }

  private static Logged logged(AttemptsRecord r, boolean ownKey) {
    return new Logged(
        r.getId(),
        r.getAt().toInstant(),
        new Sold(r.getAlias(), r.getProvider(), r.getModel()),
        r.getKind(),
        r.getRequestId(),
        ownKey,
        new Ending(
            r.getOutcome(),
            r.getStatus(),
            r.getProblem(),
            r.getEstimated(),
            r.getFirstByteMicros(),
            r.getTotalMicros()),
        new Tokens(
            r.getInputTokens(), r.getCachedTokens(), r.getCacheWriteTokens(), r.getOutputTokens()),
        r.getReasoningTokens(),
        new Spend(r.getMicros(), r.getRatedTokens()));
  }

  /**
   * One attempt.
   *
   * @param ownKey whether it was made with the customer's own key at the provider
   * @param reasoning how many of the output's tokens were thought and not said
   */
  public record Logged(
      UUID id,
      Instant at,
      Sold sold,
      String kind,
      String requestId,
      boolean ownKey,
      Ending ending,
      Tokens tokens,
      long reasoning,
      Spend spend) {}

  /** What came of it; times are in microseconds. */
  public record Ending(
      String outcome,
      @Nullable Integer status,
      @Nullable String problem,
      boolean estimated,
      @Nullable Long firstByteMicros,
      long totalMicros) {}
}
