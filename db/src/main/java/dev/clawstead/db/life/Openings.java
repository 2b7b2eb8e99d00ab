package dev.clawstead.db.life;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.ORDERS;
import static dev.clawstead.db.generated.Tables.PERMITS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.when;

import dev.clawstead.db.cell.Addresses;
import dev.clawstead.db.cell.OwnModelKeys;
import dev.clawstead.db.cell.Placements.Placed;
import dev.clawstead.db.event.Notices;
import dev.clawstead.db.event.Timeline;
import dev.clawstead.db.event.Timeline.Line;
import dev.clawstead.domain.CellState;
import dev.clawstead.domain.EventLevel;
import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.OrderState;
import dev.clawstead.domain.RouteState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Binds an instance to a cell: first while the cell is made, then when it answers. */
final class Openings {

  private Openings() {}

  /** The new cell is the instance's; its address shows that it starts. */
  static Claim placed(DSLContext tx, UUID instance, Placed cell) {
    String slug =
        tx.update(INSTANCES)
            .set(INSTANCES.STATE, InstanceState.STARTING.word())
            // An instance that has run before keeps its address.
            .set(INSTANCES.SLUG, coalesce(INSTANCES.SLUG, cell.slug()))
            .set(INSTANCES.CELL_ID, cell.cell())
            .set(INSTANCES.PROBLEM, (String) null)
            .set(INSTANCES.UPDATED_AT, currentOffsetDateTime())
            .where(INSTANCES.ID.eq(instance))
            .returning(INSTANCES.SLUG)
            .fetchSingle(INSTANCES.SLUG);
    // There from now on, so that a hold can keep the cell from its first start.
    permit(tx, instance, cell.cell());
    Addresses.bind(tx, cell.cell(), instance, RouteState.STARTING);
    Timeline.add(
        tx,
        instance,
        Line.of(
            "placed-" + cell.cell(), "placed", EventLevel.INFO, "Found room: making your agent"));
    Notices.instance(tx, instance);
    return Claim.placed(cell.cell(), slug);
  }

  /**
   * The cell answers: everything of the instance opens, except what a hold keeps shut. Returns when
   * the cell's key before the newest ends, where this has just been decided.
   */
  static Optional<Instant> open(DSLContext tx, UUID instance, UUID cell) {
    tx.update(ORDERS)
        .set(ORDERS.STATE, OrderState.SERVED.word())
        .set(ORDERS.PROBLEM, (String) null)
        .setNull(ORDERS.ETA)
        .set(ORDERS.UPDATED_AT, currentOffsetDateTime())
        .where(ORDERS.ID.eq(instance))
        .execute();
    tx.update(INSTANCES)
        .set(INSTANCES.STATE, InstanceState.RUNNING.word())
        .set(INSTANCES.PROBLEM, (String) null)
        .set(INSTANCES.UPDATED_AT, currentOffsetDateTime())
        .where(INSTANCES.ID.eq(instance))
        .execute();
    tx.update(CELLS)
        .set(CELLS.STATE, CellState.CLAIMED.word())
        .set(CELLS.PROBLEM, (String) null)
        .set(CELLS.UPDATED_AT, currentOffsetDateTime())
        .where(CELLS.ID.eq(cell))
        .execute();
    permit(tx, instance, cell);
    Optional<Instant> keyBeforeEnds = OwnModelKeys.inPlace(tx, cell);
    Addresses.bind(tx, cell, instance, RouteState.OPEN);
    Notices.instance(tx, instance);
    return keyBeforeEnds;
  }

  /** Another cell than before is another epoch: the one before is no longer the living copy. */
  private static void permit(DSLContext tx, UUID instance, UUID cell) {
    tx.insertInto(PERMITS)
        .set(PERMITS.INSTANCE_ID, instance)
        .set(PERMITS.CELL_ID, cell)
        .onConflict(PERMITS.INSTANCE_ID)
        .doUpdate()
        .set(
            PERMITS.EPOCH,
            when(PERMITS.CELL_ID.eq(cell), PERMITS.EPOCH).otherwise(PERMITS.EPOCH.plus(1)))
        .set(PERMITS.CELL_ID, cell)
        .set(PERMITS.UPDATED_AT, currentOffsetDateTime())
        .execute();
  }
}
