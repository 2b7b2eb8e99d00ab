package dev.clawstead.db.usage;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static dev.clawstead.db.generated.Tables.CONTENTS;
import static dev.clawstead.db.generated.Tables.PROVIDER_KEYS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.clawstead.db.generated.tables.records.AttemptsRecord;
import dev.clawstead.db.usage.UsageLines.Sold;
import dev.clawstead.db.usage.UsageLines.Tokens;
import dev.clawstead.domain.Spend;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** The single attempts of an agent, as its owner reads them. */
public final class AttemptLog {

  private static final Field<Boolean> CONTENT =
      field(
              exists(
                  selectOne()
                      .from(CONTENTS)
                      .where(
                          CONTENTS.ATTEMPT_ID.eq(ATTEMPTS.ID),
                          CONTENTS.EXPIRES_AT.gt(currentOffsetDateTime()))))
          .as("content");

  private final DSLContext sql;

  public AttemptLog(DSLContext sql) {
    this.sql = sql;
  }

  /** So many attempts of this agent, newest first, older than this one of its attempts. */
  public List<Logged> list(UUID instance, @Nullable UUID after, int rows) {
    return sql.select(ATTEMPTS.asterisk(), PROVIDER_KEYS.ACCOUNT_ID, CONTENT)
        .from(ATTEMPTS)
        .leftJoin(PROVIDER_KEYS)
        .on(PROVIDER_KEYS.ID.eq(ATTEMPTS.PROVIDER_KEY_ID))
        .where(ATTEMPTS.INSTANCE_ID.eq(instance), olderThan(instance, after))
        .orderBy(ATTEMPTS.AT.desc(), ATTEMPTS.ID.desc())
        .limit(rows)
        .fetch(
            r -> logged(r.into(ATTEMPTS), r.get(PROVIDER_KEYS.ACCOUNT_ID) != null, r.get(CONTENT)));
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

  private static Logged logged(AttemptsRecord r, boolean ownKey, boolean content) {
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
        new Spend(r.getMicros(), r.getRatedTokens()),
        content);
  }

  /**
   * One attempt.
   *
   * @param ownKey whether it was made with the customer's own key at the provider
   * @param reasoning how many of the output's tokens were thought and not said
   * @param content whether what was said in its call was kept
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
      Spend spend,
      boolean content) {}

  /** What came of it; times are in microseconds. */
  public record Ending(
      String outcome,
      @Nullable Integer status,
      @Nullable String problem,
      boolean estimated,
      @Nullable Long firstByteMicros,
      long totalMicros) {}
}
