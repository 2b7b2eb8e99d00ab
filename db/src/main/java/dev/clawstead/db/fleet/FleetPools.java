package dev.clawstead.db.fleet;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.POOLS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;

import dev.clawstead.domain.CellState;
import java.util.List;
import java.util.Optional;
import org.jooq.AggregateFilterStep;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The pools, and the two switches that an operator turns on them. */
public final class FleetPools {

  private static final Field<Integer> WARM = cells(CellState.WARM);
  private static final Field<Integer> CREATING = cells(CellState.CREATING);
  private static final Field<Integer> QUARANTINED = cells(CellState.QUARANTINED);

  private final DSLContext db;

  public FleetPools(DSLContext db) {
    this.db = db;
  }

  /** Pools by region and size, after this one. */
  public List<FleetPool> list(@Nullable Key after, int limit) {
    return fetch(
        db,
        after == null
            ? noCondition()
            : row(POOLS.REGION, POOLS.SIZE).gt(after.region(), after.size()),
        limit);
  }

  public Optional<FleetPool> find(Key key) {
    return fetch(db, is(key), 1).stream().findFirst();
  }

  /** Changes what is named, within the caller's transaction; false if there is no such pool. */
  public static boolean change(DSLContext tx, Key key, Change change) {
    return tx.update(POOLS)
            .set(POOLS.TARGET, orSame(change.target(), POOLS.TARGET))
            .set(POOLS.PAUSED, orSame(change.paused(), POOLS.PAUSED))
            .set(POOLS.UPDATED_AT, currentOffsetDateTime())
            .where(is(key))
            .execute()
        == 1;
  }

  private static <T> Field<T> orSame(@Nullable T value, Field<T> column) {
    return value == null ? column : org.jooq.impl.DSL.val(value);
  }

  private static List<FleetPool> fetch(DSLContext db, Condition where, int limit) {
    return db.select(POOLS.fields())
        .select(WARM, CREATING, QUARANTINED)
        .from(POOLS)
        .leftJoin(CELLS)
        .on(
            CELLS.REGION.eq(POOLS.REGION),
            CELLS.SIZE.eq(POOLS.SIZE),
            CELLS.STATE.ne(CellState.DELETED.word()))
        .where(where)
        .groupBy(POOLS.REGION, POOLS.SIZE)
        .orderBy(POOLS.REGION, POOLS.SIZE)
        .limit(limit)
        .fetch(FleetPools::read);
  }

  private static FleetPool read(Record row) {
    return new FleetPool(
        row.get(POOLS.REGION),
        row.get(POOLS.SIZE),
        row.get(POOLS.IMAGE),
        row.get(POOLS.TARGET),
        row.get(POOLS.PAUSED),
        row.get(WARM),
        row.get(CREATING),
        row.get(QUARANTINED));
  }

  private static Condition is(Key key) {
    return POOLS.REGION.eq(key.region()).and(POOLS.SIZE.eq(key.size()));
  }

  private static Field<Integer> cells(CellState state) {
    AggregateFilterStep<Integer> all = count(CELLS.ID);
    return all.filterWhere(CELLS.STATE.eq(state.word())).as(state.word());
  }

  /** Names a pool. */
  public record Key(String region, String size) {}

  /** What is absent stays as it is. */
  public record Change(@Nullable Integer target, @Nullable Boolean paused) {}
}
