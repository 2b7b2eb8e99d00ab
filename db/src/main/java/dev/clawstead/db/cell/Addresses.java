package dev.clawstead.db.cell;

import static dev.clawstead.db.generated.Sequences.ROUTE_VERSION;
import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.NODES;
import static dev.clawstead.db.generated.Tables.ROUTES;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import dev.clawstead.db.event.Notices;
import dev.clawstead.domain.RouteState;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Writes the routes that gateways read: each change is a higher version and a notice. */
public final class Addresses {

  private Addresses() {}

  /** The route of a cell without an owner: its address exists, and opens for nobody. */
  public static void warm(DSLContext tx, UUID cell) {
    ownerless(tx, cell, RouteState.WARM);
  }

  /** The same before the cell has started: gateways know it when it first calls a model. */
  static void starting(DSLContext tx, UUID cell) {
    ownerless(tx, cell, RouteState.STARTING);
  }

  private static void ownerless(DSLContext tx, UUID cell, RouteState state) {
    int written =
        tx.insertInto(
                ROUTES,
                ROUTES.SLUG,
                ROUTES.CELL_ID,
                ROUTES.ADDRESS,
                ROUTES.PORT,
                ROUTES.KEY_VERSION,
                ROUTES.STATE)
            .select(
                select(
                        CELLS.SLUG,
                        CELLS.ID,
                        NODES.ADDRESS,
                        CELLS.PORT,
                        CELLS.KEY_VERSION,
                        val(state.word()))
                    .from(CELLS)
                    .join(NODES)
                    .on(NODES.ID.eq(CELLS.NODE_ID))
                    .where(CELLS.ID.eq(cell)))
            .onConflict(ROUTES.SLUG)
            .doUpdate()
            .set(ROUTES.STATE, state.word())
            .set(ROUTES.VERSION, ROUTE_VERSION.nextval())
            .set(ROUTES.UPDATED_AT, currentOffsetDateTime())
            .where(ROUTES.INSTANCE_ID.isNull())
            .execute();
    if (written > 0) {
      tell(tx, cell);
    }
  }

  /** The instance's address leads to this cell, in this state. */
  public static void bind(DSLContext tx, UUID cell, UUID instance, RouteState state) {
    tx.insertInto(
            ROUTES,
            ROUTES.SLUG,
            ROUTES.CELL_ID,
            ROUTES.ADDRESS,
            ROUTES.PORT,
            ROUTES.KEY_VERSION,
            ROUTES.MODEL_KEY_VERSION,
            ROUTES.MODEL_KEY_BEFORE_ENDS,
            ROUTES.STATE,
            ROUTES.INSTANCE_ID,
            ROUTES.ACCESS_VERSION,
            ROUTES.ACCESS_TOKEN_HASH)
        .select(
            select(
                    INSTANCES.SLUG,
                    CELLS.ID,
                    NODES.ADDRESS,
                    CELLS.PORT,
                    CELLS.KEY_VERSION,
                    CELLS.MODEL_KEY_VERSION,
                    CELLS.MODEL_KEY_BEFORE_ENDS,
                    val(state.word()),
                    INSTANCES.ID,
                    INSTANCES.ACCESS_VERSION,
                    INSTANCES.ACCESS_TOKEN_HASH)
                .from(INSTANCES)
                .join(CELLS)
                .on(CELLS.ID.eq(cell))
                .join(NODES)
                .on(NODES.ID.eq(CELLS.NODE_ID))
                .where(INSTANCES.ID.eq(instance)))
        .onConflict(ROUTES.SLUG)
        .doUpdate()
        .setAllToExcluded()
        .set(ROUTES.VERSION, ROUTE_VERSION.nextval())
        .set(ROUTES.UPDATED_AT, currentOffsetDateTime())
        .execute();
    tell(tx, cell);
  }

  /** All routes to this cell turn to the state; one that is gone stays gone. */
  public static void turn(DSLContext tx, UUID cell, RouteState state) {
    int written =
        tx.update(ROUTES)
            .set(ROUTES.STATE, state.word())
            .set(ROUTES.VERSION, ROUTE_VERSION.nextval())
            .set(ROUTES.UPDATED_AT, currentOffsetDateTime())
            .where(ROUTES.CELL_ID.eq(cell), ROUTES.STATE.ne(RouteState.GONE.word()))
            .execute();
    if (written > 0) {
      tell(tx, cell);
    }
  }

  /** The cell is nobody's any more: a kept address waits for the next cell, all others end. */
  public static void part(DSLContext tx, UUID cell, @Nullable String kept) {
    tx.update(ROUTES)
        .set(
            ROUTES.STATE,
            when(ROUTES.SLUG.eq(val(kept)), RouteState.STARTING.word())
                .otherwise(RouteState.GONE.word()))
        .set(ROUTES.VERSION, ROUTE_VERSION.nextval())
        .set(ROUTES.UPDATED_AT, currentOffsetDateTime())
        .where(ROUTES.CELL_ID.eq(cell))
        .execute();
    tell(tx, cell);
  }

  private static void tell(DSLContext tx, UUID cell) {
    tx.select(ROUTES.SLUG)
        .from(ROUTES)
        .where(ROUTES.CELL_ID.eq(cell))
        .fetch(ROUTES.SLUG)
        .forEach(slug -> Notices.route(tx, slug));
  }
}
