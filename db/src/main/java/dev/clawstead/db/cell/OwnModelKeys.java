package dev.clawstead.db.cell;

import static dev.clawstead.db.generated.Sequences.ROUTE_VERSION;
import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.ROUTES;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.least;

import dev.clawstead.db.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.types.DayToSecond;

/**
 * Replaces the keys with which cells call models. A key follows from its cell and a version; the
 * newest one works, and the one before until its end.
 */
public final class OwnModelKeys {

  /** More than any agent takes to stop and to come up again with its new key. */
  private static final Duration IN_PLACE_WITHIN = Duration.ofHours(1);

  private OwnModelKeys() {}

  /**
   * The cell's key is the next one from now on. The one before works until the new one is in its
   * place and for the overlap after that, but not for ever where that never happens; one before
   * that is void. Gateways are told by whoever changes the route's state in the same transaction.
   */
  public static void replace(DSLContext tx, UUID cell, Duration overlap) {
    tx.update(CELLS)
        .set(CELLS.MODEL_KEY_VERSION, CELLS.MODEL_KEY_VERSION.plus(1))
        .set(
            CELLS.MODEL_KEY_BEFORE_ENDS,
            currentOffsetDateTime().add(DayToSecond.valueOf(IN_PLACE_WITHIN.plus(overlap))))
        .set(CELLS.MODEL_KEY_OVERLAP_SECONDS, Math.toIntExact(overlap.toSeconds()))
        .set(CELLS.UPDATED_AT, currentOffsetDateTime())
        .where(CELLS.ID.eq(cell))
        .execute();
    copyToRoutes(tx, cell);
  }

  /**
   * What runs in the cell has its newest key: the one before ends when its overlap is over. Returns
   * that end where it was open until now.
   */
  public static Optional<Instant> inPlace(DSLContext tx, UUID cell) {
    return tx.select(CELLS.MODEL_KEY_OVERLAP_SECONDS)
        .from(CELLS)
        .where(CELLS.ID.eq(cell), CELLS.MODEL_KEY_OVERLAP_SECONDS.isNotNull())
        .forUpdate()
        .fetchOptional(CELLS.MODEL_KEY_OVERLAP_SECONDS)
        .map(seconds -> end(tx, cell, Duration.ofSeconds(seconds)));
  }

  private static Instant end(DSLContext tx, UUID cell, Duration overlap) {
    Instant ends =
        tx.update(CELLS)
            .set(
                CELLS.MODEL_KEY_BEFORE_ENDS,
                least(
                    CELLS.MODEL_KEY_BEFORE_ENDS,
                    currentOffsetDateTime().add(DayToSecond.valueOf(overlap))))
            .setNull(CELLS.MODEL_KEY_OVERLAP_SECONDS)
            .set(CELLS.UPDATED_AT, currentOffsetDateTime())
            .where(CELLS.ID.eq(cell))
            .returning(CELLS.MODEL_KEY_BEFORE_ENDS)
            .fetchSingle(row -> Times.of(row.get(CELLS.MODEL_KEY_BEFORE_ENDS)));
    copyToRoutes(tx, cell);
    return ends;
  }

  /** All of them: a cell's key must not stay good by an address that is not used any more. */
  private static void copyToRoutes(DSLContext tx, UUID cell) {
    tx.update(ROUTES)
        .set(ROUTES.MODEL_KEY_VERSION, CELLS.MODEL_KEY_VERSION)
        .set(ROUTES.MODEL_KEY_BEFORE_ENDS, CELLS.MODEL_KEY_BEFORE_ENDS)
        .set(ROUTES.VERSION, ROUTE_VERSION.nextval())
        .set(ROUTES.UPDATED_AT, currentOffsetDateTime())
        .from(CELLS)
        .where(CELLS.ID.eq(cell), ROUTES.CELL_ID.eq(CELLS.ID))
        .execute();
  }
}
