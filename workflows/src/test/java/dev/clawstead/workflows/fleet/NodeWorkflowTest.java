package dev.clawstead.workflows.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.activities.docker.DockerActivities.Seen;
import dev.clawstead.activities.docker.DockerActivities.StoppedCell;
import dev.clawstead.activities.hetzner.HetznerActivities;
import dev.clawstead.workflows.instance.InstanceWorkflow;
import dev.clawstead.workflows.instance.InstanceWorkflowImpl;
import dev.clawstead.workflows.pool.PoolWorkflow;
import dev.clawstead.workflows.world.Fault;
import dev.clawstead.workflows.world.Fault.When;
import dev.clawstead.workflows.world.Stage;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class NodeWorkflowTest {

  private final Stage stage =
      new Stage(
          List.of(NodeWorkflow.TASK_QUEUE, InstanceWorkflow.TASK_QUEUE, PoolWorkflow.TASK_QUEUE),
          NodeWorkflowImpl.class,
          InstanceWorkflowImpl.class);
  private final UUID node = stage.world.rows.node();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void goesFromAnOrderToAReadyNode() {
    start("ordered");

    untilState("ready");
    assertThat(stage.world.calls)
        .containsSubsequence(
            "Hetzner.OrderServer",
            "Hetzner.AwaitServer",
            "NodeRecords.Placed",
            "NodeRecords.AwaitEnrolled",
            "Docker.ContactNode",
            "Docker.EnsureImage",
            "NodeRecords.Ready",
            "Docker.WatchNode");
    stage.until("it says so", () -> details().equals("Watching its cells"));
  }

  @Test
  void takesTheNextServerTypeWhenOneIsSoldOut() {
    stage.world.breaks(
        Fault.fatal("Hetzner.OrderServer", When.BEFORE).as(HetznerActivities.OUT_OF_CAPACITY));

    start("ordered");

    untilState("ready");
    assertThat(stage.world.count("Hetzner.OrderServer")).isEqualTo(2);
  }

  @Test
  void givesUpWhenEveryServerTypeIsSoldOut() {
    stage.world.breaks(
        new Fault("Hetzner.OrderServer", When.BEFORE, 2, true, HetznerActivities.OUT_OF_CAPACITY));

    start("ordered");

    untilState("deleted");
    assertThat(stage.world.rows.problem).isEqualTo("the provider is sold out");
  }

  @Test
  void aServerThatNeverEnrolsIsDeletedAfterItsDeadline() {
    stage.world.rows.enrols = false;
    start("ordered");
    long begin = stage.temporal.currentTimeMillis();

    untilState("deleted");

    assertThat(Duration.ofMillis(stage.temporal.currentTimeMillis() - begin))
        .isBetween(Duration.ofMinutes(14), Duration.ofMinutes(17));
    assertThat(stage.world.rows.problem).isEqualTo("the server did not enrol in time");
    assertThat(stage.world.leftOver()).isEmpty();
    assertThat(stage.world.outside.servers).isEmpty();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "Hetzner.OrderServer, BEFORE",
    "Hetzner.OrderServer, AFTER",
    "Hetzner.AwaitServer, BEFORE",
    "NodeRecords.Placed, BEFORE",
    "NodeRecords.Placed, AFTER",
    "NodeRecords.AwaitEnrolled, BEFORE",
    "Docker.ContactNode, BEFORE",
    "Docker.ContactNode, AFTER",
    "Docker.EnsureImage, BEFORE",
    "Docker.EnsureImage, AFTER",
    "NodeRecords.Ready, BEFORE",
    "NodeRecords.Ready, AFTER",
  })
  void anOrderThatFailsLeavesNothing(String activity, When when) {
    stage.world.breaks(Fault.fatal(activity, when));

    start("ordered");

    untilState("deleted");
    assertThat(stage.world.outside.servers).isEmpty();
    assertThat(stage.world.calls).containsSubsequence("NodeRecords.Failed", "Hetzner.DeleteServer");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "NodeRecords.Find, BEFORE",
    "NodeRecords.Region, BEFORE",
    "Hetzner.OrderServer, AFTER",
    "Hetzner.AwaitServer, BEFORE",
    "NodeRecords.Placed, AFTER",
    "NodeRecords.AwaitEnrolled, BEFORE",
    "Docker.ContactNode, AFTER",
    "Docker.EnsureImage, AFTER",
    "NodeRecords.Ready, AFTER",
    "Docker.WatchNode, BEFORE",
  })
  void aStepWhoseAnswerIsLostIsDoneAgain(String activity, When when) {
    stage.world.breaks(Fault.passing(activity, when, 2));

    start("ordered");

    untilState("ready");
    assertThat(stage.world.outside.servers).containsExactly(node);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hetzner.OrderServer",
        "Hetzner.AwaitServer",
        "NodeRecords.Placed",
        "NodeRecords.AwaitEnrolled",
        "Docker.ContactNode",
        "Docker.EnsureImage",
        "NodeRecords.Ready",
        "Docker.WatchNode"
      })
  void deletingInTheMiddleOfAnyStepLeavesNothing(String step) {
    interruptedAt(step, () -> workflow().signal("delete"));

    workflow().getResult(Void.class);
    gone();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hetzner.OrderServer",
        "Hetzner.AwaitServer",
        "NodeRecords.Placed",
        "NodeRecords.AwaitEnrolled",
        "Docker.ContactNode",
        "Docker.EnsureImage",
        "NodeRecords.Ready",
        "Docker.WatchNode"
      })
  void cancellingInTheMiddleOfAnyStepLeavesNothing(String step) {
    interruptedAt(step, () -> workflow().cancel());

    assertThatThrownBy(() -> workflow().getResult(Void.class))
        .rootCause()
        .isInstanceOf(CanceledFailure.class);
    gone();
  }

  private void interruptedAt(String step, Runnable interruption) {
    stage.world.shut(step);
    start("ordered");
    stage.until(step + " is under way", () -> stage.world.reached(step));
    interruption.run();
    stage.untilActivityIsAskedToEnd(NodeWorkflow.idFor(node));
    stage.world.open(step);
  }

  private void gone() {
    assertThat(stage.world.rows.nodes).containsEntry(node, "deleted");
    assertThat(stage.world.outside.servers).isEmpty();
    assertThat(stage.world.leftOver()).isEmpty();
  }

  @ParameterizedTest(name = "{0}, {1}, final: {2}")
  @CsvSource({
    "NodeRecords.Deleting, BEFORE, false",
    "NodeRecords.Deleting, AFTER, false",
    "Hetzner.DeleteServer, BEFORE, true",
    "Hetzner.DeleteServer, AFTER, true",
    "Hetzner.DeleteServer, AFTER, false",
    "NodeRecords.Deleted, BEFORE, false",
    "NodeRecords.Deleted, AFTER, false",
  })
  void deletingLeavesNothingWhicheverStepFails(String activity, When when, boolean isFinal) {
    start("ordered");
    untilState("ready");
    stage.world.breaks(new Fault(activity, when, 1, isFinal, "Broken"));

    workflow().signal("delete");
    workflow().getResult(Void.class);

    assertThat(stage.world.rows.nodes).containsEntry(node, "deleted");
    assertThat(stage.world.outside.servers).isEmpty();
  }

  @Test
  void aNodeWithAgentsIsNeverGivenUpBecauseOfAFailure() {
    stage.world.breaks(new Fault("Docker.WatchNode", When.BEFORE, 3, true, "Broken"));
    start("ready");

    stage.until("it watches again", () -> stage.world.count("Docker.WatchNode") > 4);

    assertThat(stage.world.rows.nodes).containsEntry(node, "ready");
    assertThat(stage.world.calls).doesNotContain("Hetzner.DeleteServer", "NodeRecords.Failed");
  }

  @Test
  void anAgentWhoseCellStoppedIsStartedAgain() {
    UUID cell = agentOnNode();
    start("ready");
    stage.world.outside.cells.put(cell, false);

    stage.world.outside.sights.add(new Seen(List.of(new StoppedCell(cell, 137L, true))));

    stage.until("it was opened again", () -> stage.world.reached("InstanceRecords.Opened"));
    assertThat(stage.world.outside.cells).containsEntry(cell, true);
  }

  @Test
  void anAgentIsToldOfItsLossOnlyAfterTheServerIsGone() {
    agentOnNode();
    start("ready");
    stage.until("it watches", () -> stage.world.reached("Docker.WatchNode"));

    workflow().signal("delete");
    stage.until("it was parted", () -> stage.world.reached("InstanceRecords.Unplaced"));

    assertThat(stage.world.calls)
        .containsSubsequence("Hetzner.DeleteServer", "InstanceRecords.Unplaced");
  }

  @Test
  void aWarmCellThatStoppedIsRecorded() {
    UUID cell = stage.world.rows.warmCell(node);
    start("ready");

    stage.world.outside.sights.add(new Seen(List.of(new StoppedCell(cell, null, false))));

    stage.until("it is stopped", () -> stage.world.rows.count("stopped") == 1);
  }

  @Test
  void aNodeWithoutMemoryOfItsOrderGoesOnWhereItsRowSays() {
    start("enrolling");

    untilState("ready");
    assertThat(stage.world.calls).doesNotContain("Hetzner.OrderServer");
    assertThat(stage.world.calls).contains("NodeRecords.AwaitEnrolled");
  }

  private UUID agentOnNode() {
    UUID cell = stage.world.rows.warmCell(node);
    stage.world.outside.cells.put(cell, true);
    var start = new InstanceWorkflow.Start(new UUID(1, 1), new UUID(2, 1), "fsn1", "small", null);
    var agent =
        stage.client().newWorkflowStub(InstanceWorkflow.class, InstanceWorkflow.optionsFor(start));
    WorkflowClient.start(agent::run, start);
    stage.until(
        "it runs", () -> stage.world.rows.instance(start.instance()).state.equals("running"));
    return cell;
  }

  private void start(String state) {
    stage.world.rows.nodes.put(node, state);
    NodeWorkflow workflow =
        stage
            .client()
            .newWorkflowStub(
                NodeWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(NodeWorkflow.idFor(node))
                    .setTaskQueue(NodeWorkflow.TASK_QUEUE)
                    .build());
    WorkflowClient.start(workflow::run, new NodeWorkflow.Start(node, "fsn1"));
  }

  private WorkflowStub workflow() {
    return stage.client().newUntypedWorkflowStub(NodeWorkflow.idFor(node));
  }

  private void untilState(String state) {
    stage.until("node is " + state, () -> state.equals(stage.world.rows.nodes.get(node)));
  }

  private String details() {
    return stage.details(NodeWorkflow.idFor(node));
  }
}
