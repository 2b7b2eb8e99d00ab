package dev.clawstead.workflows;

import dev.clawstead.activities.docker.DockerActivities;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;

/** The activities on nodes' engines, as workflows call them: on their own task queue. */
public final class DockerStub {

  private DockerStub() {}

  /** Calls with one of the patiences of {@link Patience}. */
  public static DockerActivities with(ActivityOptions patience) {
    return Workflow.newActivityStub(
        DockerActivities.class,
        patience.toBuilder().setTaskQueue(DockerActivities.TASK_QUEUE).build());
  }
}
