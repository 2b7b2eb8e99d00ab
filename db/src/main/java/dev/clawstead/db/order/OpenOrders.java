package dev.clawstead.db.order;

import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.ORDERS;

import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.OrderState;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record4;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Orders and instances that somebody must be looking after. */
public final class OpenOrders {

  private final DSLContext db;

  public OpenOrders(DSLContext db) {
    this.db = db;
  }

  /** An order or the instance that came of it: they have one id. */
  public record OpenOrder(UUID id, UUID account, String region, String size) {}

  /** The orders of this age that no workflow is known to have served, oldest first. */
  public List<OpenOrder> olderThan(Duration age, int most) {
    OffsetDateTime before = OffsetDateTime.now(java.time.ZoneOffset.UTC).minus(age);
    return db.select(ORDERS.ID, ORDERS.ACCOUNT_ID, ORDERS.REGION, ORDERS.SIZE)
        .from(ORDERS)
        .where(
            ORDERS.STATE.in(
                OrderState.PLACED.word(), OrderState.QUEUED.word(), OrderState.CLAIMED.word()))
        .and(ORDERS.CREATED_AT.lt(before))
        .orderBy(ORDERS.CREATED_AT, ORDERS.ID)
        .limit(most)
        .fetch(OpenOrders::order);
  }

  /** A page of the instances that are not deleted, in the order of their ids. */
  public List<OpenOrder> live(@Nullable UUID after, int most) {
    return db.select(INSTANCES.ID, INSTANCES.ACCOUNT_ID, INSTANCES.REGION, INSTANCES.SIZE)
        .from(INSTANCES)
        .where(INSTANCES.STATE.ne(InstanceState.DELETED.word()))
        .and(after == null ? DSL.noCondition() : INSTANCES.ID.gt(after))
        .orderBy(INSTANCES.ID)
        .limit(most)
        .fetch(OpenOrders::order);
  }

  private static OpenOrder order(Record4<UUID, UUID, String, String> row) {
    return new OpenOrder(row.value1(), row.value2(), row.value3(), row.value4());
  }
}
