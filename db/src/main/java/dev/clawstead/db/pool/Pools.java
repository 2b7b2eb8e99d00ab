package dev.clawstead.db.pool;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.ORDERS;
import static dev.clawstead.db.generated.Tables.POOLS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.clawstead.db.cell.Placements;
import dev.clawstead.db.cell.Placements.Placed;
import dev.clawstead.db.cell.Placements.Wanted;
import dev.clawstead.db.generated.tables.records.PoolsRecord;
import dev.clawstead.domain.CellState;
import dev.clawstead.domain.OrderState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Pools of warm cells. */
public final class Pools {

  private final DSLContext db;

  public Pools(DSLContext db) {
    this.db = db;
  }

  /**
   * Reads the pool; makes its row with this target if it is new. Cells made for another image are
   * of no use any more and are quarantined on the way.
   */
  public Snapshot snapshot(Key key, String image, int targetIfNew) {
    return db.transactionResult(
        configuration -> {
          DSLContext tx = configuration.dsl();
          PoolsRecord pool = ensure(tx, key, image, targetIfNew);
          quarantineStale(tx, key, image);
          Map<String, List<UUID>> cells = ownerless(tx, key);
          return new Snapshot(
              image,
              pool.getTarget(),
              pool.getPaused(),
              of(cells, CellState.WARM).size(),
              of(cells, CellState.CREATING),
              of(cells, CellState.STOPPED),
              of(cells, CellState.QUARANTINED),
              Placements.room(tx, Wanted.of(key.region(), key.size(), image, null)),
              queued(tx, key, image));
        });
  }

  /**
   * Adds up to this many cells without an owner where they fit, and returns them; never more than
   * the target lacks, so that a repeat adds nothing.
   */
  public List<UUID> plan(Key key, String image, int count) {
    Wanted wanted = Wanted.of(key.region(), key.size(), image, null);
    return db.transactionResult(
        configuration -> {
          DSLContext tx = configuration.dsl();
          int lacking = Math.min(count, lacking(tx, key));
          List<UUID> planned = new ArrayList<>();
          while (planned.size() < lacking) {
            Optional<Placed> placed = Placements.place(tx, wanted);
            if (placed.isEmpty()) {
              break;
            }
            planned.add(placed.get().cell());
          }
          return planned;
        });
  }

  private static int lacking(DSLContext tx, Key key) {
    // Locked: two refills of one pool take turns.
    int target =
        tx.select(POOLS.TARGET)
            .from(POOLS)
            .where(POOLS.REGION.eq(key.region()), POOLS.SIZE.eq(key.size()))
            .forUpdate()
            .fetchSingle(POOLS.TARGET);
    Map<String, List<UUID>> cells = ownerless(tx, key);
    return target
        - of(cells, CellState.WARM).size()
        - of(cells, CellState.CREATING).size()
        - of(cells, CellState.STOPPED).size();
  }

  private static PoolsRecord ensure(DSLContext tx, Key key, String image, int targetIfNew) {
    return tx.insertInto(POOLS)
        .set(POOLS.REGION, key.region())
        .set(POOLS.SIZE, key.size())
        .set(POOLS.IMAGE, image)
        .set(POOLS.TARGET, targetIfNew)
        .onConflict(POOLS.REGION, POOLS.SIZE)
        .doUpdate()
        .set(POOLS.IMAGE, image)
        .returning()
        .fetchSingle();
  }

  private static void quarantineStale(DSLContext tx, Key key, String image) {
    tx.update(CELLS)
        .set(CELLS.STATE, CellState.QUARANTINED.word())
        .set(CELLS.PROBLEM, "made for another agent image than " + image)
        .set(CELLS.UPDATED_AT, currentOffsetDateTime())
        .where(
            CELLS.REGION.eq(key.region()),
            CELLS.SIZE.eq(key.size()),
            CELLS.IMAGE.ne(image),
            CELLS.INSTANCE_ID.isNull(),
            CELLS.STATE.in(
                CellState.CREATING.word(), CellState.WARM.word(), CellState.STOPPED.word()))
        .execute();
  }

  private static Map<String, List<UUID>> ownerless(DSLContext tx, Key key) {
    return tx.select(CELLS.STATE, CELLS.ID)
        .from(CELLS)
        .where(
            CELLS.REGION.eq(key.region()),
            CELLS.SIZE.eq(key.size()),
            CELLS.INSTANCE_ID.isNull(),
            CELLS.STATE.notIn(CellState.DELETED.word(), CellState.DELETING.word()))
        .orderBy(CELLS.ID)
        .fetchGroups(CELLS.STATE, CELLS.ID);
  }

  private static List<UUID> of(Map<String, List<UUID>> cells, CellState state) {
    return cells.getOrDefault(state.word(), List.of());
  }

  private static int queued(DSLContext tx, Key key, String image) {
    return tx.fetchCount(
        ORDERS,
        ORDERS.REGION.eq(key.region()),
        ORDERS.SIZE.eq(key.size()),
        ORDERS.IMAGE.eq(image),
        ORDERS.STATE.eq(OrderState.QUEUED.word()));
  }

  /** Names a pool. */
  public record Key(String region, String size) {}

  /**
   * The pool's cells without an owner by state, the room that is left, and the orders that wait.
   */
  public record Snapshot(
      String image,
      int target,
      boolean paused,
      int warm,
      List<UUID> creating,
      List<UUID> stopped,
      List<UUID> quarantined,
      int room,
      int queuedOrders) {}
}
