package dev.clawstead.workflows.fleet;

import dev.clawstead.workflows.Attributes;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.UUID;

/** One node from its order to its deletion; while it is ready, watches its cells. */
@WorkflowInterface
public interface NodeWorkflow {

  String TASK_QUEUE = "fleet";

  static String idFor(UUID node) {
    return "node/" + node;
  }

  /** How its region starts it: it outlives the run of the region that did. */
  static ChildWorkflowOptions childOptions(UUID node, String region) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(idFor(node))
        .setTaskQueue(TASK_QUEUE)
        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
        .setStaticSummary("Node in " + region)
        .setTypedSearchAttributes(
            SearchAttributes.newBuilder()
                .set(Attributes.NODE_ID, node.toString())
                .set(Attributes.REGION, region)
                .build())
        .build();
  }

  /** Returns when the node is deleted. */
  @WorkflowMethod
  void run(Start start);

  /** Take the node away: its cells are destroyed with it. */
  @SignalMethod
  void delete();

  record Start(UUID node, String region) {}
}
