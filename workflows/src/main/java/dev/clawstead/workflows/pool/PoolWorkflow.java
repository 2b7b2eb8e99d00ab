package dev.clawstead.workflows.pool;

import dev.clawstead.workflows.Attributes;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/** Keeps one pool at its target: refills it, revives what stopped, destroys what failed. */
@WorkflowInterface
public interface PoolWorkflow {

  String TASK_QUEUE = "pools";

  static String idFor(String region, String size) {
    return "pool/" + region + "/" + size;
  }

  /** How everyone starts it: one pool keeper per region and size, for ever. */
  static WorkflowOptions optionsFor(String region, String size) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(idFor(region, size))
        .setTaskQueue(TASK_QUEUE)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setStaticSummary("Pool of " + size + " cells in " + region)
        .setTypedSearchAttributes(
            SearchAttributes.newBuilder().set(Attributes.REGION, region).build())
        .build();
  }

  /** Runs for ever. */
  @WorkflowMethod
  void run(Start start);

  /** Something changed (a claim, a node, the target, the switch): look again now. */
  @SignalMethod
  void changed();

  record Start(String region, String size, @Nullable State carried) {}

  /** What an earlier run learned: how many cells failed in a row, and when to try again. */
  record State(int failures, long buildsAgainAt) {}
}
