package dev.clawstead.db.instance;

import static dev.clawstead.db.generated.Tables.TICKETS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.clawstead.db.Times;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;

/** Issues the one-time links that the gateway redeems. */
public final class NewTickets {

  private NewTickets() {}

  /** Stores a ticket's hash within the caller's transaction. */
  public static void add(DSLContext tx, byte[] tokenHash, UUID instance, Instant expiresAt) {
    tx.insertInto(TICKETS)
        .set(TICKETS.TOKEN_HASH, tokenHash)
        .set(TICKETS.INSTANCE_ID, instance)
        .set(TICKETS.EXPIRES_AT, Times.of(expiresAt))
        .execute();
  }

  /** Removes tickets that nobody can use any more. */
  public static int removeExpired(DSLContext db) {
    return db.deleteFrom(TICKETS).where(TICKETS.EXPIRES_AT.lt(currentOffsetDateTime())).execute();
  }
}
