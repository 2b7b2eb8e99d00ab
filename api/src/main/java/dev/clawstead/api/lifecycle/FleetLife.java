package dev.clawstead.api.lifecycle;

import dev.clawstead.workflows.fleet.NodeWorkflow;
import dev.clawstead.workflows.pool.PoolWorkflow;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Asks the workflows of pools and nodes. */
@Component
public class FleetLife {

  private static final Duration WITHIN = Duration.ofSeconds(8);

  private final WorkflowClient client;
  private final Budget budget;

  FleetLife(WorkflowClient client, Budget budget) {
    this.client = client;
    this.budget = budget;
  }

  /** The pool's row changed: look again now. */
  public void poolChanged(String region, String size) {
    signal(PoolWorkflow.idFor(region, size), "changed");
  }

  /** Takes the node away. */
  public void deleteNode(UUID node) {
    signal(NodeWorkflow.idFor(node), "delete");
  }

  private void signal(String workflow, String signal) {
    budget.within(
        WITHIN,
        () -> {
          client.newUntypedWorkflowStub(workflow).signal(signal);
          return true;
        });
  }
}
