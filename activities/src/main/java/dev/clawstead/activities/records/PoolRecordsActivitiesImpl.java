package dev.clawstead.activities.records;

import dev.clawstead.db.cell.Cells;
import dev.clawstead.db.pool.Pools;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/** A pool's rows in PostgreSQL. */
public final class PoolRecordsActivitiesImpl implements PoolRecordsActivities {

  private final Pools pools;
  private final Cells cells;
  private final FleetSettings settings;

  public PoolRecordsActivitiesImpl(DSLContext db, FleetSettings settings) {
    this.pools = new Pools(db);
    this.cells = new Cells(db);
    this.settings = settings;
  }

  @Override
  public Snapshot snapshot(Pool pool) {
    return RecordsFailures.run(
        () -> {
          int target = settings.region(pool.region()).poolTargets().getOrDefault(pool.size(), 0);
          Pools.Snapshot s = pools.snapshot(key(pool), settings.agentImage(), target);
          return new Snapshot(
              s.image(),
              s.target(),
              s.paused(),
              s.warm(),
              s.creating(),
              s.stopped(),
              s.quarantined(),
              s.room(),
              s.queuedOrders());
        });
  }

  @Override
  public List<UUID> plan(Plan plan) {
    return RecordsFailures.run(
        () -> pools.plan(key(plan.pool()), settings.agentImage(), plan.count()));
  }

  @Override
  public boolean warm(UUID cell) {
    return RecordsFailures.run(() -> cells.warm(cell));
  }

  @Override
  public void quarantined(Quarantined command) {
    RecordsFailures.run(() -> cells.quarantined(command.cell(), command.problem()));
  }

  @Override
  public void deleted(UUID cell) {
    RecordsFailures.run(() -> cells.deleted(cell));
  }

  private static Pools.Key key(Pool pool) {
    return new Pools.Key(pool.region(), pool.size());
  }
}
