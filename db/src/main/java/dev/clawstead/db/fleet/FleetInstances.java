package dev.clawstead.db.fleet;

import static dev.clawstead.db.generated.Tables.ACCOUNTS;
import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.ORDERS;
import static org.jooq.impl.DSL.noCondition;

import dev.clawstead.db.Times;
import dev.clawstead.db.instance.Instance;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Every account's instances, newest first, also deleted ones. */
public final class FleetInstances {

  private final DSLContext db;

  public FleetInstances(DSLContext db) {
    this.db = db;
  }

  /** Instances after this one; only of this state if one is named. */
  public List<FleetInstance> list(@Nullable UUID after, int limit, @Nullable String state) {
    return db.select(INSTANCES.fields())
        .select(ORDERS.ETA, ACCOUNTS.EMAIL, CELLS.NODE_ID)
        .from(INSTANCES)
        .join(ORDERS)
        .on(ORDERS.ID.eq(INSTANCES.ID))
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(INSTANCES.ACCOUNT_ID))
        .leftJoin(CELLS)
        .on(CELLS.ID.eq(INSTANCES.CELL_ID))
        .where(
            after == null ? noCondition() : INSTANCES.ID.lt(after),
            state == null ? noCondition() : INSTANCES.STATE.eq(state))
        .orderBy(INSTANCES.ID.desc())
        .limit(limit)
        .fetch(FleetInstances::read);
  }

  private static FleetInstance read(Record row) {
    return new FleetInstance(
        new Instance(
            row.get(INSTANCES.ID),
            row.get(INSTANCES.ACCOUNT_ID),
            row.get(INSTANCES.NAME),
            row.get(INSTANCES.PLAN),
            row.get(INSTANCES.REGION),
            row.get(INSTANCES.SIZE),
            row.get(INSTANCES.IMAGE),
            row.get(INSTANCES.STATE),
            row.get(INSTANCES.SLUG),
            row.get(INSTANCES.ACCESS_VERSION),
            Times.orNull(row.get(ORDERS.ETA)),
            row.get(INSTANCES.PROBLEM),
            Times.of(row.get(INSTANCES.CREATED_AT))),
        row.get(ACCOUNTS.EMAIL),
        row.get(CELLS.NODE_ID),
        row.get(INSTANCES.CELL_ID));
  }
}
