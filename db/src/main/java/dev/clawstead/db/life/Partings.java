package dev.clawstead.db.life;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.ORDERS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.when;

import dev.clawstead.db.cell.Addresses;
import dev.clawstead.db.generated.tables.records.InstancesRecord;
import dev.clawstead.domain.CellState;
import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.OrderState;
import java.util.UUID;
import org.jooq.DSLContext;

/** Parts an instance from a cell, so that it can be placed again. */
final class Partings {

  private Partings() {}

  static void part(DSLContext tx, InstancesRecord instance, UUID cell, String problem) {
    boolean keepsAddress = hasBeenOpen(tx, instance, cell);
    tx.update(ORDERS)
        .set(ORDERS.STATE, OrderState.QUEUED.word())
        .set(ORDERS.ATTEMPTS, ORDERS.ATTEMPTS.plus(1))
        .set(ORDERS.UPDATED_AT, currentOffsetDateTime())
        .where(ORDERS.ID.eq(instance.getId()))
        .execute();
    tx.update(INSTANCES)
        .set(INSTANCES.STATE, InstanceState.QUEUED.word())
        .setNull(INSTANCES.CELL_ID)
        .set(INSTANCES.SLUG, keepsAddress ? instance.getSlug() : null)
        .set(INSTANCES.UPDATED_AT, currentOffsetDateTime())
        .where(INSTANCES.ID.eq(instance.getId()))
        .execute();
    tx.update(CELLS)
        // Free for the next cell: it is unique.
        .setNull(CELLS.INSTANCE_ID)
        .set(
            CELLS.STATE,
            when(CELLS.STATE.eq(CellState.DELETED.word()), CELLS.STATE)
                .otherwise(CellState.QUARANTINED.word()))
        .set(CELLS.PROBLEM, problem)
        .set(CELLS.UPDATED_AT, currentOffsetDateTime())
        .where(CELLS.ID.eq(cell))
        .execute();
    Addresses.part(tx, cell, keepsAddress ? instance.getSlug() : null);
  }

  /** Its order was served, or it brought its address along from an earlier cell. */
  private static boolean hasBeenOpen(DSLContext tx, InstancesRecord instance, UUID cell) {
    return tx.fetchExists(
            ORDERS,
            ORDERS.ID.eq(instance.getId()),
            ORDERS.STATE.in(OrderState.SERVED.word(), OrderState.CLAIMED.word()))
        || tx.fetchExists(CELLS, CELLS.ID.eq(cell), CELLS.SLUG.ne(instance.getSlug()));
  }
}
