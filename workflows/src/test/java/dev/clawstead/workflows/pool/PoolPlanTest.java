package dev.clawstead.workflows.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.activities.records.PoolRecordsActivities.Snapshot;
import dev.clawstead.workflows.pool.PoolPlan.Now;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolPlanTest {

  private static final Now IDLE = new Now(Set.of(), Set.of(), Set.of(), false);

  @ParameterizedTest(name = "target {0}, {1} warm, {2} creating, room {3}, {4} orders: {5} new")
  @CsvSource({
    "0, 0, 0, 9, 0, 0",
    "2, 0, 0, 9, 0, 2",
    "2, 2, 0, 9, 0, 0",
    "2, 3, 0, 9, 0, 0",
    "2, 1, 1, 9, 0, 0",
    "9, 0, 0, 9, 0, 4",
    "9, 0, 1, 9, 0, 3",
    "9, 0, 0, 1, 0, 1",
    "9, 0, 0, 0, 0, 0",
    "9, 0, 0, 3, 2, 1",
    "9, 0, 0, 3, 5, 0",
  })
  void plansWhatIsMissingIntoTheRoomThatNoOrderWaitsFor(
      int target, int warm, int creating, int room, int orders, int expected) {
    Snapshot pool =
        new Snapshot(
            "agent-lite",
            target,
            false,
            warm,
            cells(1, creating),
            List.of(),
            List.of(),
            room,
            orders);
    Now now = new Now(Set.copyOf(cells(1, creating)), Set.of(), Set.of(), false);

    assertThat(PoolPlan.of(pool, now).plan()).isEqualTo(expected);
  }

  @Test
  void adoptsRowsThatNobodyBuildsAndRevivesStoppedCellsFirst() {
    PoolPlan plan = PoolPlan.of(pool(false, cells(1, 3), cells(9, 2), List.of()), IDLE);

    assertThat(plan.revive()).isEqualTo(cells(9, 2));
    assertThat(plan.build()).isEqualTo(cells(1, 2));
    assertThat(plan.plan()).isZero();
  }

  @Test
  void leavesAloneWhatIsBeingWorkedOn() {
    Now busy =
        new Now(Set.copyOf(cells(1, 1)), Set.copyOf(cells(8, 1)), Set.copyOf(cells(7, 1)), false);
    List<UUID> quarantined = List.of(cells(8, 1).getFirst(), cells(7, 1).getFirst());

    PoolPlan plan = PoolPlan.of(pool(false, cells(1, 1), List.of(), quarantined), busy);

    assertThat(plan.build()).isEmpty();
    assertThat(plan.destroy()).isEmpty();
  }

  @Test
  void aPausedPoolMakesNothingNewButCleansUpAndComesBack() {
    PoolPlan plan = PoolPlan.of(pool(true, cells(1, 1), cells(9, 1), cells(8, 1)), IDLE);

    assertThat(plan).isEqualTo(new PoolPlan(0, List.of(), cells(9, 1), cells(8, 1)));
  }

  @Test
  void afterAFailureNothingIsStartedButCleaningGoesOn() {
    Now backingOff = new Now(Set.of(), Set.of(), Set.of(), true);

    PoolPlan plan = PoolPlan.of(pool(false, cells(1, 1), cells(9, 1), cells(8, 1)), backingOff);

    assertThat(plan).isEqualTo(new PoolPlan(0, List.of(), List.of(), cells(8, 1)));
  }

  private static Snapshot pool(
      boolean paused, List<UUID> creating, List<UUID> stopped, List<UUID> quarantined) {
    return new Snapshot("agent-lite", 9, paused, 0, creating, stopped, quarantined, 9, 9);
  }

  private static List<UUID> cells(int kind, int count) {
    return IntStream.range(0, count).mapToObj(n -> new UUID(kind, n)).toList();
  }
}
