package dev.clawstead.db.event;

import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Tells listening processes that a row changed; delivered when the transaction commits. A claim
 * sends none: PostgreSQL commits transactions that notify one after the other.
 */
public final class Notices {

  /** The channel of the gateways; the payload is a slug. */
  public static final String ROUTES = "routes";

  /** The channel of the api's live timelines; the payload is an instance's id. */
  public static final String INSTANCES = "instances";

  private Notices() {}

  /** The route of this slug, or its permit, changed. */
  public static void route(DSLContext tx, String slug) {
    send(tx, ROUTES, slug);
  }

  /** The instance or its timeline changed. */
  public static void instance(DSLContext tx, UUID instance) {
    send(tx, INSTANCES, instance.toString());
  }

  private static void send(DSLContext tx, String channel, String payload) {
    tx.execute("select pg_notify(?, ?)", channel, payload);
  }
}
