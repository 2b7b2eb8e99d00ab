package dev.clawstead.worker.temporal;

import dev.clawstead.activities.records.NodeRecordsActivities;
import dev.clawstead.workflows.fleet.RegionWorkflow;
import dev.clawstead.workflows.pool.PoolWorkflow;
import io.temporal.client.WorkflowClient;
import java.util.Collection;

/** Starts the workflows that run for ever, unless they do. */
final class Keepers {

  private final WorkflowClient client;
  private final NodeRecordsActivities fleet;
  private final Collection<String> regions;

  Keepers(WorkflowClient client, NodeRecordsActivities fleet, Collection<String> regions) {
    this.client = client;
    this.fleet = fleet;
    this.regions = regions;
  }

  void ensure() {
    for (String region : regions) {
      RegionWorkflow keeper =
          client.newWorkflowStub(RegionWorkflow.class, RegionWorkflow.optionsFor(region));
      WorkflowClient.start(keeper::run, new RegionWorkflow.Start(region, null));
      fleet.region(region).sizes().forEach(size -> ensurePool(region, size));
    }
  }

  private void ensurePool(String region, String size) {
    PoolWorkflow pool =
        client.newWorkflowStub(PoolWorkflow.class, PoolWorkflow.optionsFor(region, size));
    WorkflowClient.start(pool::run, new PoolWorkflow.Start(region, size, null));
  }
}
