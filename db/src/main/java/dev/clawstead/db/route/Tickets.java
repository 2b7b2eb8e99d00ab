package dev.clawstead.db.route;

import static dev.clawstead.db.generated.Tables.TICKETS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import java.time.Duration;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.types.DayToSecond;

/** One-time links that open an agent in a browser. Only a token's hash is known here. */
public final class Tickets {

  private final DSLContext sql;

  public Tickets(DSLContext sql) {
    this.sql = sql;
  }

  /** Stores a ticket for this instance and forgets those nobody used in time. */
  public void issue(byte[] tokenHash, UUID instance, Duration lifetime) {
    sql.deleteFrom(TICKETS).where(TICKETS.EXPIRES_AT.lt(currentOffsetDateTime())).execute();
    sql.insertInto(TICKETS)
        .set(TICKETS.TOKEN_HASH, tokenHash)
        .set(TICKETS.INSTANCE_ID, instance)
        .set(TICKETS.EXPIRES_AT, currentOffsetDateTime().add(DayToSecond.valueOf(lifetime)))
        .execute();
  }

  /**
   * Uses the ticket up. Of any number of callers one gets true; a ticket of another instance stays
   * as it is, so that nobody can burn it at a wrong address.
   */
  public boolean redeem(byte[] tokenHash, UUID instance) {
    return sql.deleteFrom(TICKETS)
            .where(
                TICKETS.TOKEN_HASH.eq(tokenHash),
                TICKETS.INSTANCE_ID.eq(instance),
                TICKETS.EXPIRES_AT.gt(currentOffsetDateTime()))
            .execute()
        == 1;
  }
}
