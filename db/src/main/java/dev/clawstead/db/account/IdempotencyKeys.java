package dev.clawstead.db.account;

import static dev.clawstead.db.generated.Tables.IDEMPOTENCY_KEYS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.clawstead.db.Times;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** The answers to requests that carried a key, kept for a day and given again on a repeat. */
public final class IdempotencyKeys {

  /**
   * HTTP's "processing": the first transaction is done and the answer is not. What is stored lets a
   * repeat finish the work, so a crash in between leaves nothing half done.
   */
  public static final int BEGUN = 102;

  private static final Duration KEPT = Duration.ofHours(24);

  private final DSLContext db;

  public IdempotencyKeys(DSLContext db) {
    this.db = db;
  }

  /** What is stored under the key, if it is not older than a day. */
  public Optional<Stored> find(Slot slot) {
    return db.selectFrom(IDEMPOTENCY_KEYS)
        .where(is(slot), IDEMPOTENCY_KEYS.EXPIRES_AT.gt(currentOffsetDateTime()))
        .fetchOptional(
            row ->
                new Stored(
                    row.getFingerprint(),
                    Objects.requireNonNull(row.getStatus()),
                    Objects.requireNonNull(row.getAnswer())));
  }

  /** Stores within the caller's transaction, unless somebody else has: then false. */
  public static boolean add(DSLContext tx, Slot slot, int status, byte[] answer) {
    tx.deleteFrom(IDEMPOTENCY_KEYS)
        .where(is(slot), IDEMPOTENCY_KEYS.EXPIRES_AT.le(currentOffsetDateTime()))
        .execute();
    return tx.insertInto(IDEMPOTENCY_KEYS)
            .set(IDEMPOTENCY_KEYS.SCOPE, slot.scope())
            .set(IDEMPOTENCY_KEYS.KEY_HASH, slot.keyHash())
            .set(IDEMPOTENCY_KEYS.FINGERPRINT, slot.fingerprint())
            .set(IDEMPOTENCY_KEYS.STATUS, status)
            .set(IDEMPOTENCY_KEYS.ANSWER, answer)
            .set(IDEMPOTENCY_KEYS.EXPIRES_AT, Times.of(Times.now().plus(KEPT)))
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  /** The same in a transaction of its own. */
  public boolean add(Slot slot, int status, byte[] answer) {
    return db.transactionResult(tx -> add(tx.dsl(), slot, status, answer));
  }

  /** Replaces what was begun by the answer; false if somebody else was faster. */
  public boolean finish(Slot slot, int status, byte[] answer) {
    return db.update(IDEMPOTENCY_KEYS)
            .set(IDEMPOTENCY_KEYS.STATUS, status)
            .set(IDEMPOTENCY_KEYS.ANSWER, answer)
            .where(is(slot), IDEMPOTENCY_KEYS.STATUS.eq(BEGUN))
            .execute()
        == 1;
  }

  /** Forgets what is older than a day. */
  public int removeExpired() {
    return db.deleteFrom(IDEMPOTENCY_KEYS)
        .where(IDEMPOTENCY_KEYS.EXPIRES_AT.le(currentOffsetDateTime()))
        .execute();
  }

  private static Condition is(Slot slot) {
    return IDEMPOTENCY_KEYS
        .SCOPE
        .eq(slot.scope())
        .and(IDEMPOTENCY_KEYS.KEY_HASH.eq(slot.keyHash()));
  }

  /** Whose key, its hash, and the fingerprint of the request that it came with. */
  @SuppressWarnings("ArrayRecordComponent") // the columns hold bytes; nobody compares the record
  public record Slot(String scope, byte[] keyHash, byte[] fingerprint) {}

  /** A stored answer, still encrypted. */
  @SuppressWarnings("ArrayRecordComponent") // the columns hold bytes; nobody compares the record
  public record Stored(byte[] fingerprint, int status, byte[] answer) {}
}
