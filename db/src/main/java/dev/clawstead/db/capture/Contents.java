package dev.clawstead.db.capture;

import static dev.clawstead.db.generated.Tables.CAPTURES;
import static dev.clawstead.db.generated.Tables.CONTENTS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.clawstead.db.Times;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** What was said in single calls, sealed. */
public final class Contents {

  /** What is kept of one agent takes no more room than this, in bytes; the rest is not kept. */
  public static final long BYTES_MAX = 256L << 20;

  private final DSLContext sql;

  public Contents(DSLContext sql) {
    this.sql = sql;
  }

  /**
   * Keeps a call's content under its owner's wish.
   *
   * @return false when the wish is another one by now, or none, or has no room left
   */
  public boolean keep(UUID wish, Sealed content) {
    return sql.transactionResult(
        tx -> {
          Optional<OffsetDateTime> until =
              tx.dsl()
                  .update(CAPTURES)
                  .set(CAPTURES.KEPT_BYTES, CAPTURES.KEPT_BYTES.plus(content.bytes()))
                  .where(
                      CAPTURES.INSTANCE_ID.eq(content.instance()),
                      CAPTURES.ID.eq(wish),
                      CAPTURES.KEPT_BYTES.le(BYTES_MAX - content.bytes()))
                  .returningResult(CAPTURES.UNTIL)
                  .fetchOptional(CAPTURES.UNTIL);
          until.ifPresent(
              end ->
                  tx.dsl()
                      .insertInto(CONTENTS)
                      .set(CONTENTS.ATTEMPT_ID, content.attempt())
                      .set(CONTENTS.INSTANCE_ID, content.instance())
                      .set(CONTENTS.REQUEST, content.request())
                      .set(CONTENTS.RESPONSE, content.response())
                      .set(CONTENTS.TRUNCATED, content.truncated())
                      .set(CONTENTS.BYTES, content.bytes())
                      .set(CONTENTS.EXPIRES_AT, end.plus(Captures.KEPT_AFTERWARDS))
                      .execute());
          return until.isPresent();
        });
  }

  /** The content of this instance's attempt, if any was kept and its time is not over. */
  public Optional<Kept> find(UUID instance, UUID attempt) {
    return sql.selectFrom(CONTENTS)
        .where(
            CONTENTS.ATTEMPT_ID.eq(attempt),
            CONTENTS.INSTANCE_ID.eq(instance),
            CONTENTS.EXPIRES_AT.gt(currentOffsetDateTime()))
        .fetchOptional(
            r ->
                new Kept(
                    new Sealed(
                        r.getAttemptId(),
                        r.getInstanceId(),
                        r.getRequest(),
                        r.getResponse(),
                        r.getTruncated()),
                    Times.of(r.getExpiresAt())));
  }

  /**
   * What was said in a call, sealed for its owner.
   *
   * @param attempt the last one of the call
   * @param response absent when the caller heard nothing
   * @param truncated whether more was said than is kept
   */
  // Nobody compares what is sealed anew each time.
  @SuppressWarnings("ArrayRecordComponent")
  public record Sealed(
      UUID attempt, UUID instance, byte[] request, byte @Nullable [] response, boolean truncated) {

    long bytes() {
      return (long) request.length + (response == null ? 0 : response.length);
    }
  }

  /** Content, and until when it is there. */
  public record Kept(Sealed content, Instant expires) {}
}
