package dev.clawstead.workflows.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.workflows.instance.InstanceWorkflow.Request;
import dev.clawstead.workflows.world.Fault;
import dev.clawstead.workflows.world.Fault.When;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each step fails once, or is cut off; then we look for what is left over. */
@Timeout(60)
class InstanceFaultTest {

  private final Agent agent = new Agent();

  @AfterEach
  void close() {
    agent.close();
  }

  @ParameterizedTest(name = "{0}, {1}, final: {2}")
  @CsvSource({
    "InstanceRecords.Claim, BEFORE, false",
    "InstanceRecords.Claim, AFTER, false",
    "InstanceRecords.Place, BEFORE, false",
    "InstanceRecords.Place, AFTER, false",
    "InstanceRecords.Place, BEFORE, true",
    "Docker.CreateCell, BEFORE, false",
    "Docker.CreateCell, BEFORE, true",
    "Docker.CreateCell, AFTER, true",
    "Docker.StartCell, BEFORE, false",
    "Docker.StartCell, BEFORE, true",
    "Docker.StartCell, AFTER, true",
    "InstanceRecords.Opened, BEFORE, false",
    "InstanceRecords.Opened, AFTER, false",
    "InstanceRecords.Opened, BEFORE, true",
  })
  void anOrderEndsInARunningAgentWhicheverStepFails(String activity, When when, boolean isFinal) {
    agent.giveRoom(3);
    agent.startPool();
    agent.stage.world.breaks(new Fault(activity, when, 1, isFinal, "Broken"));

    agent.claim();

    agent.untilState("running");
    agent.stage.until("nothing is left over", () -> agent.stage.world.leftOver().isEmpty());
    assertThat(agent.stage.world.outside.cells).containsOnlyKeys(agent.cell());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "InstanceRecords.Unplaced, BEFORE",
    "InstanceRecords.Unplaced, AFTER",
  })
  void aCellThatFailedIsPartedFromAlthoughThatFails(String activity, When when) {
    agent.giveRoom(3);
    agent.startPool();
    agent.stage.world.breaks(Fault.fatal("Docker.StartCell", When.AFTER));
    agent.stage.world.breaks(Fault.passing(activity, when, 1));

    agent.claim();

    agent.untilState("running");
    agent.stage.until("nothing is left over", () -> agent.stage.world.leftOver().isEmpty());
  }

  @ParameterizedTest(name = "{0}, {1}, final: {2}")
  @CsvSource({
    "InstanceRecords.Interrupted, BEFORE, false",
    "InstanceRecords.Interrupted, AFTER, false",
    "Docker.StopCell, BEFORE, false",
    "Docker.StopCell, AFTER, true",
    "Docker.StartCell, BEFORE, true",
    "Docker.StartCell, AFTER, true",
    "InstanceRecords.Opened, AFTER, false",
  })
  void aRestartEndsInARunningAgentInTheSameCell(String activity, When when, boolean isFinal) {
    agent.giveWarmCell();
    var cell = Objects.requireNonNull(agent.claim().cell());
    agent.stage.world.breaks(new Fault(activity, when, 1, isFinal, "Broken"));

    agent.workflow().restart(new Request("r1", "customer"));

    agent.stage.until(
        "it runs again",
        () ->
            agent.stage.world.reached("InstanceRecords.Opened") && agent.state().equals("running"));
    assertThat(agent.cell()).isEqualTo(cell);
    assertThat(agent.stage.world.outside.cells).containsEntry(cell, true);
  }

  @ParameterizedTest(name = "{0}, {1}, final: {2}")
  @CsvSource({
    "InstanceRecords.ReplacingModelKey, BEFORE, false",
    "InstanceRecords.ReplacingModelKey, AFTER, false",
    "InstanceRecords.ReplacingModelKey, AFTER, true",
    "Docker.StopCell, BEFORE, false",
    "Docker.StopCell, BEFORE, true",
    "Docker.StopCell, AFTER, true",
    "Docker.StartCell, BEFORE, true",
    "Docker.StartCell, AFTER, true",
    "InstanceRecords.Opened, AFTER, false",
  })
  void aNewKeyReachesTheAgentOnceWhicheverStepFails(String activity, When when, boolean isFinal) {
    agent.giveWarmCell();
    var cell = Objects.requireNonNull(agent.claim().cell());
    agent.stage.world.breaks(new Fault(activity, when, 1, isFinal, "Broken"));

    agent.askForModelKey();

    agent.stage.until(
        "it runs again",
        () ->
            agent.stage.world.reached("InstanceRecords.Opened") && agent.state().equals("running"));
    assertThat(agent.cell()).isEqualTo(cell);
    assertThat(agent.newestModelKey()).isEqualTo(2);
    assertThat(agent.modelKeyInUse()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}, {1}, final: {2}")
  @CsvSource({
    "InstanceRecords.Closing, BEFORE, false",
    "InstanceRecords.Closing, AFTER, false",
    "Docker.DestroyCell, BEFORE, false",
    "Docker.DestroyCell, BEFORE, true",
    "Docker.DestroyCell, AFTER, true",
    "InstanceRecords.Deleted, BEFORE, false",
    "InstanceRecords.Deleted, AFTER, false",
  })
  void deletingLeavesNothingWhicheverStepFails(String activity, When when, boolean isFinal) {
    agent.giveWarmCell();
    agent.claim();
    agent.stage.world.breaks(new Fault(activity, when, 1, isFinal, "Broken"));

    agent.delete();
    agent.end();

    gone();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InstanceRecords.Place",
        "Docker.CreateCell",
        "Docker.StartCell",
        "InstanceRecords.Opened"
      })
  void deletingInTheMiddleOfAnyStepOfTheOrderLeavesNothing(String step) {
    agent.giveRoom(1);
    agent.stage.world.shut(step);
    agent.claim();
    agent.stage.until(step + " is under way", () -> agent.stage.world.reached(step));

    agent.delete();
    agent.stage.world.open(step);
    agent.end();

    gone();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InstanceRecords.Place",
        "Docker.CreateCell",
        "Docker.StartCell",
        "InstanceRecords.Opened"
      })
  void cancellingInTheMiddleOfAnyStepOfTheOrderLeavesNothing(String step) {
    agent.giveRoom(1);
    agent.stage.world.shut(step);
    agent.claim();
    agent.stage.until(step + " is under way", () -> agent.stage.world.reached(step));

    agent.cancel();
    agent.stage.world.open(step);
    agent.endCancelled();

    gone();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InstanceRecords.Interrupted",
        "Docker.StopCell",
        "Docker.StartCell",
        "InstanceRecords.Opened"
      })
  void deletingInTheMiddleOfARestartLeavesNothing(String step) {
    agent.giveWarmCell();
    agent.claim();
    agent.stage.world.shut(step);
    agent.untyped().signal("cellStopped", stopped());
    if (step.equals("Docker.StopCell")) {
      agent.stage.until(
          "it runs again",
          () ->
              agent.stage.world.reached("InstanceRecords.Opened")
                  && agent.details().startsWith("Running since"));
      agent.workflow().restart(new Request("r1", "customer"));
    }
    agent.stage.until(step + " is under way", () -> agent.stage.world.reached(step));

    agent.delete();
    agent.stage.world.open(step);
    agent.end();

    gone();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InstanceRecords.ReplacingModelKey",
        "Docker.StopCell",
        "Docker.StartCell",
        "InstanceRecords.Opened"
      })
  void deletingInTheMiddleOfANewKeyLeavesNothing(String step) {
    agent.giveWarmCell();
    agent.claim();
    agent.stage.world.shut(step);
    agent.askForModelKey();
    agent.stage.until(step + " is under way", () -> agent.stage.world.reached(step));

    agent.delete();
    agent.stage.world.open(step);
    agent.end();

    gone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"queued", "failed"})
  void anOrderThatWaitsOrFailedCanBeDeleted(String state) {
    agent.stage.world.rows.node();
    if (state.equals("failed")) {
      agent.stage.world.rows.room = 9;
      agent.stage.world.breaks(new Fault("Docker.CreateCell", When.BEFORE, 99, true, "Broken"));
      agent.startPool();
    }
    agent.claim();
    agent.untilState(state);
    agent.stage.world.shut("InstanceRecords.Deleted");

    agent.delete();
    agent.delete();
    agent.stage.world.open("InstanceRecords.Deleted");
    agent.end();

    gone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"delete", "cancel"})
  void aStepThatIsRetriedForLongDoesNotHoldUpTheEnd(String how) {
    agent.giveRoom(1);
    agent.stage.world.breaks(Fault.lasting("Docker.CreateCell"));
    agent.claim();
    agent.stage.until("it is retried", () -> agent.stage.world.count("Docker.CreateCell") > 2);

    if (how.equals("delete")) {
      agent.delete();
      agent.end();
    } else {
      agent.cancel();
      agent.endCancelled();
    }

    gone();
  }

  private InstanceWorkflow.CellStopped stopped() {
    return new InstanceWorkflow.CellStopped(agent.cell(), "stopped (exit code 1)", false);
  }

  private void gone() {
    agent.stage.until(
        "nothing is left over",
        Duration.ofMinutes(30),
        () -> agent.stage.world.leftOver().isEmpty());
    assertThat(agent.state()).isEqualTo("deleted");
    assertThat(agent.stage.world.outside.cells).isEmpty();
  }
}
