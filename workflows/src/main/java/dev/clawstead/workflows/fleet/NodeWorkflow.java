package dev.clawstead.workflows.fleet;

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

  /** Returns when the node is deleted. */
  @WorkflowMethod
  void run(Start start);

  /** Take the node away: its cells are destroyed with it. */
  @SignalMethod
  void delete();

  record Start(UUID node, String region) {}
}
