package dev.clawstead.workflows.pool;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Keeps one pool at its target: refills it, revives what stopped, destroys what failed. */
@WorkflowInterface
public interface PoolWorkflow {

  String TASK_QUEUE = "pools";

  static String idFor(String region, String size) {
    return "pool/" + region + "/" + size;
  }

  /** Runs for ever. */
  @WorkflowMethod
  void run(Start start);

  /** Something changed (a claim, a node, the target, the switch): look again now. */
  @SignalMethod
  void changed();

  record Start(String region, String size) {}
}
