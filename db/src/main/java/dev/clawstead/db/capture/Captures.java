package dev.clawstead.db.capture;

import static dev.clawstead.db.generated.Tables.CAPTURES;
import static dev.clawstead.db.generated.Tables.CONTENTS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import dev.clawstead.db.Times;
import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * Owners' wishes that what their agents say to models be kept for a time. Whoever changes what was
 * kept holds the wish's row first.
 */
public final class Captures {

  /** So long content is kept after the wish has ended. */
  public static final Duration KEPT_AFTERWARDS = Duration.ofDays(7);

  private final DSLContext sql;

  public Captures(DSLContext sql) {
    this.sql = sql;
  }

  /** The instance's wish, under way or over, while anything of it is there. */
  public Optional<Capture> find(UUID instance) {
    Field<Integer> kept =
        select(count())
            .from(CONTENTS)
            .where(
                CONTENTS.INSTANCE_ID.eq(instance), CONTENTS.EXPIRES_AT.gt(currentOffsetDateTime()))
            .asField("kept");
    return sql.select(CAPTURES.UNTIL, CAPTURES.KEPT_BYTES, kept)
        .from(CAPTURES)
        .where(CAPTURES.INSTANCE_ID.eq(instance))
        .fetchOptional(r -> new Capture(Times.of(r.value1()), r.value3(), r.value2()));
  }

  /**
   * Keeps from now on until then, instead of until when it was to be before. Needs a transaction.
   *
   * @return false for an instance that is being deleted
   */
  public boolean keep(UUID instance, byte[] publicKey, Instant until) {
    OffsetDateTime end = Times.of(until);
    UUID fresh = UuidV7.next();
    boolean kept =
        sql.insertInto(
                    CAPTURES,
                    CAPTURES.INSTANCE_ID,
                    CAPTURES.ID,
                    CAPTURES.UNTIL,
                    CAPTURES.PUBLIC_KEY)
                .select(
                    // An instance that is being closed meanwhile is waited for.
                    select(INSTANCES.ID, val(fresh), val(end), val(publicKey))
                        .from(INSTANCES)
                        .where(
                            INSTANCES.ID.eq(instance),
                            INSTANCES.STATE.notIn(
                                InstanceState.DELETING.word(), InstanceState.DELETED.word()))
                        .forShare())
                .onConflict(CAPTURES.INSTANCE_ID)
                .doUpdate()
                .set(
                    CAPTURES.ID,
                    when(CAPTURES.UNTIL.gt(currentOffsetDateTime()), CAPTURES.ID).otherwise(fresh))
                .set(CAPTURES.UNTIL, end)
                .set(CAPTURES.PUBLIC_KEY, publicKey)
                .execute()
            == 1;
    if (kept) {
      shorten(instance, end);
    }
    return kept;
  }

  /**
   * Keeps nothing more. Needs a transaction.
   *
   * @return whether it was under way
   */
  public boolean end(UUID instance) {
    OffsetDateTime now = Times.of(Times.now());
    boolean ended =
        sql.update(CAPTURES)
                .set(CAPTURES.UNTIL, now)
                .where(CAPTURES.INSTANCE_ID.eq(instance), CAPTURES.UNTIL.gt(now))
                .execute()
            == 1;
    if (ended) {
      shorten(instance, now);
    }
    return ended;
  }

  /** What was kept goes no later than the wish's end lets it. */
  private void shorten(UUID instance, OffsetDateTime until) {
    OffsetDateTime last = until.plus(KEPT_AFTERWARDS);
    sql.update(CONTENTS)
        .set(CONTENTS.EXPIRES_AT, least(CONTENTS.EXPIRES_AT, val(last)))
        .where(CONTENTS.INSTANCE_ID.eq(instance), CONTENTS.EXPIRES_AT.gt(last))
        .execute();
  }

  /**
   * Deletes the wish and all that was kept. What gateways still have in hand is not kept either.
   *
   * @return whether there was any
   */
  public boolean delete(UUID instance) {
    return sql.deleteFrom(CAPTURES).where(CAPTURES.INSTANCE_ID.eq(instance)).execute() == 1;
  }

  /** The wishes that are under way. */
  public List<Wish> live() {
    return sql.selectFrom(CAPTURES)
        .where(CAPTURES.UNTIL.gt(currentOffsetDateTime()))
        .fetch(
            r -> new Wish(r.getId(), r.getInstanceId(), Times.of(r.getUntil()), r.getPublicKey()));
  }

  /** Deletes content whose time is over, and wishes of which nothing is left. */
  public void deleteExpired() {
    sql.selectDistinct(CONTENTS.INSTANCE_ID)
        .from(CONTENTS)
        .where(CONTENTS.EXPIRES_AT.le(currentOffsetDateTime()))
        .fetch(CONTENTS.INSTANCE_ID)
        .forEach(this::deleteExpired);
    sql.deleteFrom(CAPTURES)
        .where(CAPTURES.UNTIL.le(Times.of(Times.now().minus(KEPT_AFTERWARDS))))
        .execute();
  }

  private void deleteExpired(UUID instance) {
    sql.transaction(
        tx -> {
          tx.dsl()
              .select(CAPTURES.ID)
              .from(CAPTURES)
              .where(CAPTURES.INSTANCE_ID.eq(instance))
              .forUpdate()
              .execute();
          long bytes =
              tx
                  .dsl()
                  .deleteFrom(CONTENTS)
                  .where(
                      CONTENTS.INSTANCE_ID.eq(instance),
                      CONTENTS.EXPIRES_AT.le(currentOffsetDateTime()))
                  .returningResult(CONTENTS.BYTES)
                  .fetch(CONTENTS.BYTES)
                  .stream()
                  .mapToLong(Long::longValue)
                  .sum();
          tx.dsl()
              .update(CAPTURES)
              .set(CAPTURES.KEPT_BYTES, CAPTURES.KEPT_BYTES.minus(bytes))
              .where(CAPTURES.INSTANCE_ID.eq(instance))
              .execute();
        });
  }

  /**
   * A wish as its owner sees it.
   *
   * @param until when it ends, or ended
   * @param kept how many calls' content is there
   * @param bytes how much room they take
   */
  public record Capture(Instant until, int kept, long bytes) {}

  /** A wish as gateways follow it; compared by its id. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Wish(UUID id, UUID instance, Instant until, byte[] publicKey) {}
}
