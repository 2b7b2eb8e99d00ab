package dev.clawstead.workflows.fleet;

import dev.clawstead.workflows.Attributes;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/** Keeps a region at its configured number of nodes and its wildcard record in place. */
@WorkflowInterface
public interface RegionWorkflow {

  static String idFor(String region) {
    return "region/" + region;
  }

  /** How everyone starts it: one keeper per region, for ever. */
  static WorkflowOptions optionsFor(String region) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(idFor(region))
        .setTaskQueue(NodeWorkflow.TASK_QUEUE)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setStaticSummary("Region " + region)
        .setTypedSearchAttributes(
            SearchAttributes.newBuilder().set(Attributes.REGION, region).build())
        .build();
  }

  /** Runs for ever. */
  @WorkflowMethod
  void run(Start start);

  /** Something changed (a node failed or ended, the configuration): look again now. */
  @SignalMethod
  void changed();

  record Start(String region, @Nullable State carried) {}

  /** What an earlier run learned: fruitless orders in a row, when to order again, and DNS. */
  record State(int orders, long ordersAgainAt, boolean wildcard) {}
}
