package dev.clawstead.db.account;

import static dev.clawstead.db.generated.Tables.ACCOUNTS;
import static dev.clawstead.db.generated.Tables.SESSIONS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.clawstead.db.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Who is signed in. A session ends at its time, or when it was not used for a week. */
public final class Sessions {

  private static final Duration IDLE = Duration.ofDays(7);

  /** Use is noted this often: a read must not become a write each time. */
  private static final Duration NOTED_EVERY = Duration.ofMinutes(10);

  private final DSLContext db;

  public Sessions(DSLContext db) {
    this.db = db;
  }

  /** Adds a session within the caller's transaction. */
  public static void add(DSLContext tx, UUID account, Session session) {
    tx.insertInto(SESSIONS)
        .set(SESSIONS.ID, session.id())
        .set(SESSIONS.ACCOUNT_ID, account)
        .set(SESSIONS.TOKEN_HASH, session.tokenHash())
        .set(SESSIONS.EXPIRES_AT, Times.of(session.expiresAt()))
        .execute();
  }

  /** Whose session has the token of this hash, if it is still good. */
  public Optional<SignedIn> find(byte[] tokenHash) {
    Instant now = Times.now();
    return db.select()
        .from(SESSIONS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(SESSIONS.ACCOUNT_ID))
        .where(
            SESSIONS.TOKEN_HASH.eq(tokenHash),
            SESSIONS.EXPIRES_AT.gt(Times.of(now)),
            SESSIONS.LAST_SEEN_AT.gt(Times.of(now.minus(IDLE))))
        .fetchOptional(
            row -> {
              note(row.get(SESSIONS.ID), Times.of(row.get(SESSIONS.LAST_SEEN_AT)), now);
              return new SignedIn(
                  row.get(SESSIONS.ID), Accounts.read(row), Times.of(row.get(SESSIONS.EXPIRES_AT)));
            });
  }

  private void note(UUID session, Instant seen, Instant now) {
    if (seen.plus(NOTED_EVERY).isBefore(now)) {
      db.update(SESSIONS)
          .set(SESSIONS.LAST_SEEN_AT, currentOffsetDateTime())
          .where(SESSIONS.ID.eq(session))
          .execute();
    }
  }

  /** Ends the session at once. */
  public void end(UUID session) {
    db.deleteFrom(SESSIONS).where(SESSIONS.ID.eq(session)).execute();
  }

  /** Removes sessions that nobody can use any more. */
  public int removeEnded() {
    return db.deleteFrom(SESSIONS)
        .where(
            SESSIONS
                .EXPIRES_AT
                .lt(currentOffsetDateTime())
                .or(SESSIONS.LAST_SEEN_AT.lt(Times.of(Times.now().minus(IDLE)))))
        .execute();
  }

  /** A new session; only its token's hash is stored. */
  @SuppressWarnings("ArrayRecordComponent") // the columns hold bytes; nobody compares the record
  public record Session(UUID id, byte[] tokenHash, Instant expiresAt) {}

  /** A session that is good now, and whose it is. */
  public record SignedIn(UUID session, Account account, Instant expiresAt) {}
}
