package dev.clawstead.workflows.pool;

import dev.clawstead.activities.records.PoolRecordsActivities.Snapshot;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** What a pool needs now. A pure function of what is there and what is already being done. */
record PoolPlan(int plan, List<UUID> build, List<UUID> revive, List<UUID> destroy) {

  /** How many cells are brought up at once: more would only slow each other on a node. */
  static final int BUILDS_MOST = 4;

  /** How many cells are destroyed at once. */
  static final int DESTROYS_MOST = 5;

  /** {@code busy}: cells being worked on; {@code resting}: those whose destruction just failed. */
  record Now(Set<UUID> building, Set<UUID> destroying, Set<UUID> resting, boolean backingOff) {

    private boolean free(UUID cell) {
      return !building.contains(cell) && !destroying.contains(cell) && !resting.contains(cell);
    }
  }

  static PoolPlan of(Snapshot pool, Now now) {
    int destroySlots = Math.max(0, DESTROYS_MOST - now.destroying().size());
    List<UUID> destroy = first(pool.quarantined(), now::free, destroySlots);
    if (now.backingOff()) {
      return new PoolPlan(0, List.of(), List.of(), destroy);
    }
    int slots = Math.max(0, BUILDS_MOST - now.building().size());
    // The stopped ones first: they are built already and come back soonest.
    List<UUID> revive = first(pool.stopped(), now::free, slots);
    slots -= revive.size();
    if (pool.paused()) {
      return new PoolPlan(0, List.of(), revive, destroy);
    }
    List<UUID> build = first(pool.creating(), now::free, slots);
    slots -= build.size();
    return new PoolPlan(Math.min(slots, wanted(pool)), build, revive, destroy);
  }

  /** How many new cells the pool lacks. Room goes to the orders that wait before it goes to it. */
  private static int wanted(Snapshot pool) {
    int coming = pool.warm() + pool.creating().size() + pool.stopped().size();
    int room = pool.room() - pool.queuedOrders();
    return Math.max(0, Math.min(pool.target() - coming, room));
  }

  private static List<UUID> first(List<UUID> cells, Predicate<UUID> which, int most) {
    return cells.stream().filter(which).limit(most).toList();
  }
}
