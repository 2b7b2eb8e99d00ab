package dev.clawstead.db.order;

import static dev.clawstead.db.generated.Tables.ACCOUNTS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.ORDERS;

import dev.clawstead.db.Times;
import dev.clawstead.db.event.Timeline;
import dev.clawstead.db.event.Timeline.Line;
import dev.clawstead.domain.Actor;
import dev.clawstead.domain.EventLevel;
import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.OrderState;
import java.util.UUID;
import org.jooq.DSLContext;

/** Places orders. The order is the intent: whatever happens next, it will be served. */
public final class Orders {

  private Orders() {}

  /** Adds the order, its queued instance and the first line of its timeline. */
  public static void place(DSLContext tx, NewOrder order) {
    tx.insertInto(ORDERS)
        .set(ORDERS.ID, order.id())
        .set(ORDERS.ACCOUNT_ID, order.account())
        .set(ORDERS.AGENT_NAME, order.agentName())
        .set(ORDERS.PLAN, order.plan().word())
        .set(ORDERS.REGION, order.region())
        .set(ORDERS.SIZE, order.plan().size().word())
        .set(ORDERS.IMAGE, order.image().word())
        .set(ORDERS.STATE, OrderState.PLACED.word())
        .set(ORDERS.CREATED_AT, Times.of(order.at()))
        .execute();
    tx.insertInto(INSTANCES)
        .set(INSTANCES.ID, order.id())
        .set(INSTANCES.ACCOUNT_ID, order.account())
        .set(INSTANCES.NAME, order.agentName())
        .set(INSTANCES.PLAN, order.plan().word())
        .set(INSTANCES.REGION, order.region())
        .set(INSTANCES.SIZE, order.plan().size().word())
        .set(INSTANCES.IMAGE, order.image().word())
        .set(INSTANCES.STATE, InstanceState.QUEUED.word())
        .set(INSTANCES.ACCESS_TOKEN_HASH, order.accessTokenHash())
        .set(INSTANCES.CREATED_AT, Times.of(order.at()))
        .execute();
    Timeline.add(
        tx,
        order.id(),
        Line.of("ordered", "ordered", EventLevel.INFO, "You ordered " + order.agentName())
            .by(Actor.CUSTOMER));
  }

  /**
   * How many instances the account has that are not deleted. Locks the account, so that two orders
   * at the same moment cannot both take the last place.
   */
  public static int liveInstances(DSLContext tx, UUID account) {
    tx.select(ACCOUNTS.ID).from(ACCOUNTS).where(ACCOUNTS.ID.eq(account)).forUpdate().execute();
    return tx.fetchCount(
        INSTANCES,
        INSTANCES.ACCOUNT_ID.eq(account),
        INSTANCES.STATE.ne(InstanceState.DELETED.word()));
  }
}
