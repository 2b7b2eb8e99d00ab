package dev.clawstead.workflows.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.activities.docker.DockerActivities;
import dev.clawstead.activities.records.InstanceRecordsActivities.Claimed;
import dev.clawstead.workflows.instance.InstanceWorkflow.NewModelKey;
import dev.clawstead.workflows.instance.InstanceWorkflow.Request;
import dev.clawstead.workflows.world.Fault;
import dev.clawstead.workflows.world.Fault.When;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InstanceWorkflowTest {

  private final Agent agent = new Agent();

  @AfterEach
  void close() {
    agent.close();
  }

  @Test
  void aWarmCellIsTheAnswerOfTheFirstWorkflowTask() {
    agent.giveWarmCell();

    Claimed claimed = agent.claim();

    assertThat(claimed.status()).isEqualTo(Claimed.OPEN);
    assertThat(agent.stage.world.calls).containsExactly("InstanceRecords.Claim");
    var events =
        agent.stage.client().fetchHistory(InstanceWorkflow.idFor(Agent.ID)).getEvents().stream()
            .map(event -> event.getEventType())
            .toList();
    int answered = events.indexOf(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED);
    assertThat(events.subList(0, answered))
        .containsOnlyOnce(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
        .doesNotContain(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
        .doesNotContain(EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED);
  }

  @Test
  void aClaimTakesFromAPoolThatThenRefills() {
    agent.giveWarmCell();
    agent.stage.world.rows.target = 1;
    agent.stage.world.rows.room = 5;
    agent.startPool();

    agent.claim();

    agent.stage.until("the pool is full again", () -> agent.stage.world.rows.count("warm") == 1);
  }

  @Test
  void aRepeatedClaimReturnsTheSameCell() {
    agent.giveWarmCell();
    agent.giveWarmCell();

    Claimed first = agent.claim();
    Claimed again = agent.claimAgain();

    assertThat(again.cell()).isEqualTo(first.cell());
    assertThat(agent.stage.world.rows.count("warm")).isEqualTo(1);
  }

  @Test
  void withoutAWarmCellTheOrderGetsACellOfItsOwn() {
    agent.giveRoom(1);

    assertThat(agent.claim().status()).isEqualTo(Claimed.QUEUED);

    agent.untilState("running");
    assertThat(agent.stage.world.calls)
        .containsSubsequence(
            "InstanceRecords.Claim",
            "InstanceRecords.Place",
            "Docker.CreateCell",
            "Docker.StartCell",
            "InstanceRecords.Opened");
  }

  @Test
  void anOrderWithoutRoomWaitsInLineAndSaysSo() {
    agent.stage.world.rows.node();

    agent.claim();
    agent.stage.until(
        "it stands in line", () -> agent.stage.world.count("InstanceRecords.Place") > 3);

    assertThat(agent.details()).contains("Waiting for room on a node since", "3rd in line");
    agent.stage.world.rows.room = 1;
    agent.untilState("running");
    assertThat(agent.details()).startsWith("Running since");
  }

  @Test
  void aCellThatDoesNotComeUpIsDestroyedAndAnotherOneTried() {
    agent.giveRoom(2);
    agent.startPool();
    agent.stage.world.breaks(
        Fault.fatal("Docker.StartCell", When.BEFORE).as(DockerActivities.NOT_HEALTHY));

    agent.claim();

    agent.untilState("running");
    agent.stage.until("nothing is left", () -> agent.stage.world.leftOver().isEmpty());
    assertThat(agent.stage.world.count("InstanceRecords.Unplaced")).isEqualTo(1);
    assertThat(agent.stage.world.rows.cells).hasSize(2);
  }

  @Test
  void anOrderWhoseCellsNeverComeUpFailsWithAReasonAndCanBeTriedAgain() {
    agent.giveRoom(3);
    agent.startPool();
    agent.stage.world.breaks(
        new Fault("Docker.StartCell", When.BEFORE, 99, true, DockerActivities.NOT_HEALTHY));

    agent.claim();
    agent.untilState("failed");

    assertThat(agent.stage.world.rows.instance(Agent.ID).problem)
        .isEqualTo("After 5 tries: the agent did not answer after its start");
    agent.stage.world.mend("Docker.StartCell");
    agent.workflow().retry();
    agent.untilState("running");
    agent.stage.until("nothing is left", () -> agent.stage.world.leftOver().isEmpty());
  }

  @Test
  void aRestartStopsStartsAndOpens() {
    agent.giveWarmCell();
    agent.claim();

    agent.workflow().restart(new Request("r1", "customer"));

    agent.untilState("running");
    assertThat(agent.stage.world.calls)
        .containsSubsequence(
            "InstanceRecords.Interrupted",
            "Docker.StopCell",
            "Docker.StartCell",
            "InstanceRecords.Opened");
    assertThat(agent.stage.world.rows.events).contains("restart/r1");
  }

  @Test
  void aRepeatedRestartDoesNothingTwice() {
    agent.giveWarmCell();
    agent.claim();

    agent.workflow().restart(new Request("r1", "customer"));
    agent.stage.until(
        "it runs again", () -> agent.stage.world.count("InstanceRecords.Opened") == 1);
    agent.workflow().restart(new Request("r1", "customer"));

    assertThat(agent.stage.world.count("Docker.StopCell")).isEqualTo(1);
  }

  @Test
  void onlyARunningAgentIsRestarted() {
    agent.giveWarmCell();
    agent.claim();
    agent.stage.world.shut("Docker.StopCell");
    agent.workflow().restart(new Request("r1", "customer"));

    assertThatThrownBy(() -> agent.workflow().restart(new Request("r2", "customer")))
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining("only a running agent can be restarted");
    agent.stage.world.open("Docker.StopCell");
    agent.untilState("running");
  }

  @Test
  void aNewKeyIsGoodBeforeTheAgentIsStoppedAndIsReadWhenItStarts() {
    agent.giveWarmCell();
    agent.claim();

    agent.workflow().replaceModelKey(newKey("k1"));

    agent.untilState("running");
    assertThat(agent.stage.world.calls)
        .containsSubsequence(
            "InstanceRecords.ReplacingModelKey",
            "Docker.StopCell",
            "Docker.StartCell",
            "InstanceRecords.Opened")
        .doesNotContain("InstanceRecords.Interrupted");
    assertThat(agent.stage.world.rows.events).contains("model-key/k1");
    assertThat(agent.modelKeyInUse()).isEqualTo(agent.newestModelKey()).isEqualTo(2);
  }

  @Test
  void aRepeatedRequestForAKeyMakesOneKey() {
    agent.giveWarmCell();
    agent.claim();

    agent.workflow().replaceModelKey(newKey("k1"));
    agent.workflow().replaceModelKey(newKey("k1"));
    agent.untilState("running");
    agent.workflow().replaceModelKey(newKey("k1"));

    assertThat(agent.newestModelKey()).isEqualTo(2);
    assertThat(agent.stage.world.count("Docker.StopCell")).isEqualTo(1);
  }

  @Test
  void whileAKeyIsBeingReplacedNobodyGetsAnotherButLaterSomebodyDoes() {
    agent.giveWarmCell();
    agent.claim();
    agent.stage.world.shut("Docker.StopCell");
    agent.workflow().replaceModelKey(newKey("k1"));

    assertThatThrownBy(() -> agent.workflow().replaceModelKey(newKey("k2")))
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining("The agent is restarting");
    assertThat(agent.newestModelKey()).isEqualTo(2);
    agent.stage.world.open("Docker.StopCell");
    agent.untilState("running");

    agent.workflow().replaceModelKey(newKey("k2"));
    agent.untilState("running");
    assertThat(agent.modelKeyInUse()).isEqualTo(3);
  }

  @Test
  void anAgentThatWaitsInLineGetsNoNewKey() {
    agent.stage.world.rows.node();
    agent.claim();

    assertThatThrownBy(() -> agent.workflow().replaceModelKey(newKey("k1")))
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining("The agent is queued");
    assertThat(agent.stage.world.calls).doesNotContain("InstanceRecords.ReplacingModelKey");
  }

  @Test
  void anAgentThatCouldNotBeStoppedIsStoppedBeforeItIsTriedAgainWithItsNewKey() {
    agent.giveWarmCell();
    agent.claim();
    agent.stage.world.breaks(new Fault("Docker.StopCell", When.BEFORE, 5, true, "Broken"));
    agent.workflow().replaceModelKey(newKey("k1"));
    agent.untilState("failed");
    assertThat(agent.modelKeyInUse()).isEqualTo(1);

    agent.workflow().retry();

    agent.untilState("running");
    assertThat(agent.modelKeyInUse()).isEqualTo(2);
  }

  @Test
  void aCrashedAgentIsStartedAgain() {
    agent.giveWarmCell();
    agent.claim();

    agent.crash("crashed (exit code 1)");
    agent.stage.until(
        "it runs again", () -> agent.stage.world.count("InstanceRecords.Opened") == 1);

    assertThat(agent.stage.world.calls)
        .containsSubsequence(
            "InstanceRecords.Interrupted", "Docker.StartCell", "InstanceRecords.Opened")
        .doesNotContain("Docker.StopCell");
  }

  @Test
  void anAgentThatKeepsCrashingIsLeftToAPerson() {
    agent.giveWarmCell();
    agent.claim();
    for (int n = 1; n <= Crashes.MOST; n++) {
      int opened = n;
      agent.crash("ran out of memory");
      agent.stage.until(
          "start " + n, () -> agent.stage.world.count("InstanceRecords.Opened") == opened);
    }

    agent.crash("ran out of memory");
    agent.untilState("failed");

    assertThat(agent.stage.world.rows.instance(Agent.ID).problem).contains("ran out of memory");
    agent.workflow().retry();
    agent.untilState("running");
  }

  @Test
  void aStopOfAnotherCellIsNoCrash() {
    agent.giveWarmCell();
    agent.claim();

    agent
        .workflow()
        .cellStopped(new InstanceWorkflow.CellStopped(new java.util.UUID(9, 99), "stopped", false));
    agent.stage.temporal.sleep(Duration.ofMinutes(1));

    assertThat(agent.stage.world.calls).doesNotContain("InstanceRecords.Interrupted");
  }

  @Test
  void anAgentWhoseNodeWentAwayGetsAnotherCell() {
    agent.giveWarmCell();
    var lost = agent.claim().cell();
    agent.stage.world.rows.room = 1;
    agent.startPool();

    agent.loseNode();
    agent.stage.until(
        "it has another cell",
        () -> agent.stage.world.rows.instance(Agent.ID).cell != null && !agent.cell().equals(lost));

    agent.untilState("running");
    agent.stage.until("nothing is left", () -> agent.stage.world.leftOver().isEmpty());
  }

  @Test
  void deletingClosesTheAddressBeforeItAnswersAndThenDestroysTheCell() {
    agent.giveWarmCell();
    agent.claim();
    agent.stage.world.shut("Docker.DestroyCell");

    agent.delete();
    assertThat(agent.state()).isEqualTo("deleting");
    agent.stage.world.open("Docker.DestroyCell");
    agent.end();

    assertThat(agent.state()).isEqualTo("deleted");
    assertThat(agent.stage.world.leftOver()).isEmpty();
    assertThat(agent.stage.world.calls)
        .containsSubsequence(
            "InstanceRecords.Closing", "Docker.DestroyCell", "InstanceRecords.Deleted");
  }

  @Test
  void anAgentOfAMinuteIsOpenedAtOnceAlthoughTheDatabaseWasDown() {
    agent.giveWarmCell();
    agent.stage.world.breaks(Fault.passing("InstanceRecords.Claim", When.BEFORE, 10));

    assertThat(agent.claim().status()).isEqualTo(Claimed.OPEN);
  }

  private static NewModelKey newKey(String id) {
    return new NewModelKey(new Request(id, "customer"), 3600);
  }
}
