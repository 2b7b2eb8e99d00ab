package dev.clawstead.workflows.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.workflows.world.Fault;
import dev.clawstead.workflows.world.Fault.When;
import dev.clawstead.workflows.world.Stage;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RegionWorkflowTest {

  private final Stage stage =
      new Stage(List.of(NodeWorkflow.TASK_QUEUE), RegionWorkflowImpl.class, NodeWorkflowImpl.class);
  private final RegionWorkflow region =
      stage.client().newWorkflowStub(RegionWorkflow.class, RegionWorkflow.optionsFor("fsn1"));

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void ordersItsNodesAndSaysSo() {
    stage.world.rows.nodesWanted = 2;

    start();

    untilReady(2);
    stage.until("it says so", () -> details().equals("Keeping 2 nodes: 2 ready"));
    assertThat(stage.world.outside.wildcards).containsExactly("fsn1");
    assertThat(stage.world.outside.servers).hasSize(2);
  }

  @Test
  void nodesDoNotWaitForDns() {
    stage.world.breaks(
        new Fault("Cloudflare.EnsureWildcard", When.BEFORE, 3, true, "CloudflareRejected"));

    start();

    untilReady(1);
    assertThat(details()).contains("No wildcard record yet: no luck with");
    stage.until("DNS is mended", () -> !stage.world.outside.wildcards.isEmpty());
  }

  @Test
  void replacesANodeThatWasDeleted() {
    start();
    untilReady(1);
    UUID first = stage.world.rows.nodes.keySet().iterator().next();

    stage.client().newUntypedWorkflowStub(NodeWorkflow.idFor(first)).signal("delete");

    stage.until("another one is ready", () -> ready() == 1 && stage.world.rows.nodes.size() == 2);
    assertThat(stage.world.outside.servers).hasSize(1).doesNotContain(first);
  }

  @Test
  void asksAProviderThatKeepsFailingEverLessOften() {
    stage.world.breaks(new Fault("Hetzner.OrderServer", When.AFTER, 10_000, true, "Broken"));

    start();
    stage.temporal.sleep(Duration.ofHours(2));

    assertThat(stage.world.count("Hetzner.OrderServer")).isBetween(5L, 25L);
    stage.until("nothing is left over", () -> stage.world.leftOver().isEmpty());
    stage.world.mend("Hetzner.OrderServer");
    untilReady(1);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "NodeRecords.Region, BEFORE",
    "NodeRecords.Plan, BEFORE",
    "NodeRecords.Plan, AFTER",
    "Cloudflare.EnsureWildcard, BEFORE",
    "Cloudflare.EnsureWildcard, AFTER",
  })
  void aStepWhoseAnswerIsLostMakesNoSecondNode(String activity, When when) {
    stage.world.breaks(Fault.passing(activity, when, 2));

    start();

    untilReady(1);
    stage.temporal.sleep(Duration.ofMinutes(5));
    assertThat(stage.world.outside.servers).hasSize(1);
    assertThat(stage.world.rows.nodes).hasSize(1);
  }

  @Test
  void takesUpNodesWhoseWorkflowsAreNotThere() {
    UUID node = stage.world.rows.node();

    start();

    stage.until("it is watched", () -> stage.world.reached("Docker.WatchNode"));
    assertThat(
            stage.client().newUntypedWorkflowStub(NodeWorkflow.idFor(node)).describe().getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    assertThat(stage.world.calls).doesNotContain("Hetzner.OrderServer");
  }

  @Test
  void itsNodesOutliveIt() {
    start();
    untilReady(1);
    UUID node = stage.world.rows.nodes.keySet().iterator().next();

    WorkflowStub.fromTyped(region).terminate("on purpose");
    long watched = stage.world.count("Docker.WatchNode");

    stage.until("it is still watched", () -> stage.world.count("Docker.WatchNode") > watched);
    assertThat(stage.world.rows.nodes).containsEntry(node, "ready");
  }

  private void start() {
    WorkflowClient.start(region::run, new RegionWorkflow.Start("fsn1", null));
  }

  private long ready() {
    return stage.world.rows.nodes.values().stream().filter(Set.of("ready")::contains).count();
  }

  private void untilReady(int nodes) {
    stage.until(nodes + " nodes are ready", () -> ready() == nodes);
  }

  private String details() {
    return stage.details(RegionWorkflow.idFor("fsn1"));
  }
}
