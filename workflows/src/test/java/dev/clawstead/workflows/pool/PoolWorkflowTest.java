package dev.clawstead.workflows.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.workflows.world.Fault;
import dev.clawstead.workflows.world.Fault.When;
import dev.clawstead.workflows.world.Stage;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PoolWorkflowTest {

  private final Stage stage = new Stage(List.of(PoolWorkflow.TASK_QUEUE), PoolWorkflowImpl.class);
  private final PoolWorkflow pool =
      stage.client().newWorkflowStub(PoolWorkflow.class, PoolWorkflow.optionsFor("fsn1", "small"));

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void fillsThePoolToItsTargetAndSaysSo() {
    room(9);
    stage.world.rows.target = 6;

    start();

    untilWarm(6);
    assertThat(stage.world.calls)
        .containsSubsequence(
            "PoolRecords.Snapshot",
            "PoolRecords.Plan",
            "Docker.CreateCell",
            "Docker.StartCell",
            "PoolRecords.Warm");
    stage.until("the story is told", () -> details().equals("Keeping 6 warm cells: 6 warm"));
  }

  @Test
  void looksAgainAtOnceWhenToldSo() {
    room(9);
    start();
    stage.until("it looked", () -> stage.world.reached("PoolRecords.Snapshot"));

    stage.world.rows.target = 1;
    WorkflowStub.fromTyped(pool).signal("changed");

    stage.until(
        "a cell is warm", Duration.ofSeconds(20), () -> stage.world.rows.count("warm") == 1);
  }

  @Test
  void seesByItselfWhatNobodyTellsIt() {
    room(9);
    start();
    stage.until("it looked", () -> stage.world.reached("PoolRecords.Snapshot"));

    stage.world.rows.target = 1;

    stage.until("a cell is warm", Duration.ofMinutes(1), () -> stage.world.rows.count("warm") == 1);
  }

  @Test
  void cellsThatWereWarmBeforeARestartOfEverythingComeBackWithAProbe() {
    var rows = stage.world.rows;
    var cell = rows.addCell("stopped", rows.node());
    stage.world.outside.cells.put(cell, false);
    rows.target = 1;

    start();

    untilWarm(1);
    assertThat(stage.world.calls)
        .containsSubsequence("Docker.StartCell", "PoolRecords.Warm")
        .doesNotContain("Docker.CreateCell");
  }

  @Test
  void aPausedPoolMakesNothingButDestroysWhatFailed() {
    room(9);
    var rows = stage.world.rows;
    rows.target = 3;
    rows.paused = true;
    var failed = rows.addCell("quarantined", rows.node());
    stage.world.outside.cells.put(failed, true);

    start();

    stage.until("the failed cell is gone", () -> rows.count("deleted") == 1);
    stage.temporal.sleep(Duration.ofMinutes(2));
    assertThat(stage.world.calls).doesNotContain("PoolRecords.Plan");
    assertThat(stage.world.leftOver()).isEmpty();
    assertThat(details()).contains("Paused");
  }

  @ParameterizedTest(name = "{0}, {1}, final: {2}")
  @CsvSource({
    "PoolRecords.Snapshot, BEFORE, false",
    "PoolRecords.Plan, BEFORE, false",
    "PoolRecords.Plan, AFTER, false",
    "Docker.CreateCell, BEFORE, true",
    "Docker.CreateCell, AFTER, true",
    "Docker.CreateCell, AFTER, false",
    "Docker.StartCell, BEFORE, true",
    "Docker.StartCell, AFTER, true",
    "PoolRecords.Warm, BEFORE, false",
    "PoolRecords.Warm, AFTER, false",
    "PoolRecords.Warm, BEFORE, true",
  })
  void fillsThePoolAndLeavesNothingOverWhicheverStepFails(
      String activity, When when, boolean isFinal) {
    room(9);
    stage.world.rows.target = 2;
    stage.world.breaks(new Fault(activity, when, 1, isFinal, "Broken"));

    start();

    untilWarm(2);
    stage.until("nothing is left over", () -> stage.world.leftOver().isEmpty());
    assertThat(stage.world.outside.cells).hasSize(2);
  }

  @ParameterizedTest(name = "{0}, {1}, final: {2}")
  @CsvSource({
    "PoolRecords.Quarantined, BEFORE, false",
    "PoolRecords.Quarantined, AFTER, false",
    "Docker.DestroyCell, BEFORE, true",
    "Docker.DestroyCell, AFTER, true",
    "PoolRecords.Deleted, BEFORE, false",
    "PoolRecords.Deleted, AFTER, false",
    "PoolRecords.Deleted, BEFORE, true",
  })
  void cleansUpAlthoughCleaningFails(String activity, When when, boolean isFinal) {
    room(9);
    stage.world.rows.target = 1;
    stage.world.breaks(Fault.fatal("Docker.StartCell", When.AFTER));
    stage.world.breaks(new Fault(activity, when, 1, isFinal, "Broken"));

    start();

    untilWarm(1);
    stage.until("nothing is left over", () -> stage.world.leftOver().isEmpty());
  }

  @Test
  void triesEverLessOftenWhileEveryCellFails() {
    room(99);
    stage.world.rows.target = 4;
    stage.world.breaks(new Fault("Docker.StartCell", When.BEFORE, 10_000, true, "CellNotHealthy"));

    start();
    stage.temporal.sleep(Duration.ofMinutes(30));

    // Unlimited, four at once would have been tried thousands of times.
    assertThat(stage.world.count("Docker.StartCell")).isBetween(8L, 80L);
    assertThat(details()).contains("the agent did not answer after its start");
    stage.until("all is cleaned up", () -> stage.world.leftOver().isEmpty());
  }

  private void room(int cells) {
    stage.world.rows.node();
    stage.world.rows.room = cells;
  }

  private void start() {
    WorkflowClient.start(pool::run, new PoolWorkflow.Start("fsn1", "small", null));
  }

  private void untilWarm(int cells) {
    stage.until(cells + " cells are warm", () -> stage.world.rows.count("warm") == cells);
  }

  private String details() {
    return stage.details(PoolWorkflow.idFor("fsn1", "small"));
  }
}
