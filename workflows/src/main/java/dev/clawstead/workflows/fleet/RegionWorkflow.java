package dev.clawstead.workflows.fleet;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Keeps a region at its configured number of nodes and its wildcard record in place. */
@WorkflowInterface
public interface RegionWorkflow {

  static String idFor(String region) {
    return "region/" + region;
  }

  /** Runs for ever. */
  @WorkflowMethod
  void run(Start start);

  /** Something changed (a node failed or ended, the configuration): look again now. */
  @SignalMethod
  void changed();

  record Start(String region) {}
}
