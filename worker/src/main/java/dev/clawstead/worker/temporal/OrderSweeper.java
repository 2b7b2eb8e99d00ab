package dev.clawstead.worker.temporal;

import dev.clawstead.activities.records.InstanceRecordsActivities.Claimed;
import dev.clawstead.db.order.OpenOrders;
import dev.clawstead.db.order.OpenOrders.OpenOrder;
import dev.clawstead.workflows.instance.InstanceWorkflow;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order is the intent: whatever happened to the process that took it, an order that is open
 * gets its workflow.
 */
final class OrderSweeper {

  private static final Logger LOG = LoggerFactory.getLogger(OrderSweeper.class);

  /** By then a signup that still lives has started the workflow itself. */
  private static final Duration OLD = Duration.ofSeconds(30);

  /** A sweep is one page; the next one comes soon. */
  private static final int PAGE = 500;

  private final OpenOrders orders;
  private final WorkflowClient client;

  OrderSweeper(OpenOrders orders, WorkflowClient client) {
    this.orders = orders;
    this.client = client;
  }

  /** Looks at the orders that wait. */
  void sweep() {
    orders.olderThan(OLD, PAGE).forEach(this::ensure);
  }

  /** Looks at every instance: Temporal has lost its memory, or has been replaced. */
  void sweepEverything() {
    LOG.info("Temporal does not know this installation; every instance gets its workflow again");
    @Nullable UUID after = null;
    List<OpenOrder> page;
    do {
      page = orders.live(after, PAGE);
      page.forEach(this::ensure);
      after = page.isEmpty() ? null : page.getLast().id();
    } while (after != null);
    sweep();
  }

  private void ensure(OpenOrder order) {
    if (runs(order)) {
      return;
    }
    LOG.info("Order {} has no workflow; starting it", order.id());
    var start =
        new InstanceWorkflow.Start(order.id(), order.account(), order.region(), order.size(), null);
    InstanceWorkflow workflow =
        client.newWorkflowStub(InstanceWorkflow.class, InstanceWorkflow.optionsFor(start));
    try {
      WorkflowClient.startUpdateWithStart(
          workflow::claim,
          UpdateOptions.<Claimed>newBuilder().setWaitForStage(WorkflowUpdateStage.ACCEPTED).build(),
          new WithStartWorkflowOperation<>(workflow::run, start));
    } catch (WorkflowServiceException refused) {
      // A closed life is not begun again; the next sweep tries what was merely unlucky.
      LOG.warn("Order {} did not get its workflow: {}", order.id(), refused.getMessage());
    }
  }

  private boolean runs(OpenOrder order) {
    try {
      return client
              .newUntypedWorkflowStub(InstanceWorkflow.idFor(order.id()))
              .describe()
              .getStatus()
          == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    } catch (WorkflowNotFoundException none) {
      return false;
    }
  }
}
