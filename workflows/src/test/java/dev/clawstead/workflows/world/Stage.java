package dev.clawstead.workflows.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.activities.cloudflare.CloudflareActivities;
import dev.clawstead.activities.docker.DockerActivities;
import dev.clawstead.activities.hetzner.HetznerActivities;
import dev.clawstead.activities.mail.MailActivities;
import dev.clawstead.workflows.Attributes;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.NonDeterministicException;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A test server whose time skips, with every workflow given and a {@link World} to act upon. The
 * workflow cache is empty: each step replays the whole history, so what is not deterministic fails.
 */
public final class Stage implements AutoCloseable {

  /** A test machine under load is no workflow that hangs. */
  private static final long BUSY_MACHINE_MILLIS = 20_000;

  private static final Duration REAL_WORK = Duration.ofMillis(15);

  static {
    WarmUp.run();
  }

  public final World world = new World();
  public final TestWorkflowEnvironment temporal;

  public Stage(List<String> queues, Class<?>... workflows) {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder().setWorkflowCacheSize(0).build());
    Attributes.ALL.forEach(
        key ->
            options.registerSearchAttribute(
                key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    temporal = TestWorkflowEnvironment.newInstance(options.build());
    for (String queue : queues) {
      var worker =
          temporal.newWorker(
              queue,
              WorkerOptions.newBuilder()
                  .setDefaultDeadlockDetectionTimeout(BUSY_MACHINE_MILLIS)
                  .build());
      worker.registerWorkflowImplementationTypes(
          WorkflowImplementationOptions.newBuilder()
              .setFailWorkflowExceptionTypes(NonDeterministicException.class)
              .build(),
          workflows);
      worker.registerActivitiesImplementations(world.activities());
    }
    for (String queue :
        List.of(
            DockerActivities.TASK_QUEUE,
            DockerActivities.WATCH_TASK_QUEUE,
            HetznerActivities.TASK_QUEUE,
            CloudflareActivities.TASK_QUEUE,
            MailActivities.TASK_QUEUE)) {
      temporal.newWorker(queue).registerActivitiesImplementations(world.activities());
    }
    temporal.start();
  }

  public WorkflowClient client() {
    return temporal.getWorkflowClient();
  }

  /** The words a person on call reads in the Temporal UI. */
  public String details(String workflowId) {
    return client()
        .newUntypedWorkflowStub(workflowId)
        .query("__temporal_workflow_metadata", WorkflowMetadata.class)
        .getCurrentDetails();
  }

  /**
   * Lets the workflows' time pass, slowly at first, until this is so. Activities run in real time,
   * so each look grants them a moment of that as well.
   */
  public void until(String what, Duration longest, BooleanSupplier condition) {
    long end = temporal.currentTimeMillis() + longest.toMillis();
    for (int n = 0; !condition.getAsBoolean() && temporal.currentTimeMillis() < end; n++) {
      LockSupport.parkNanos(REAL_WORK.toNanos());
      temporal.sleep(Duration.ofMillis(Math.min(10_000, 100L * n)));
    }
    List<String> calls = world.calls;
    assertThat(condition.getAsBoolean())
        .as(what + "; last calls: " + calls.subList(Math.max(0, calls.size() - 20), calls.size()))
        .isTrue();
  }

  public void until(String what, BooleanSupplier condition) {
    until(what, Duration.ofMinutes(30), condition);
  }

  /**
   * Waits in real time until the workflow asked a running activity to end. The test server loses
   * the workflow task of a request that crosses the activity's answer; a real one does not.
   */
  public void untilActivityIsAskedToEnd(String workflowId) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!has(workflowId, EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED)) {
      assertThat(System.nanoTime()).as("no activity was asked to end").isLessThan(end);
      LockSupport.parkNanos(REAL_WORK.toNanos());
    }
  }

  public boolean has(String workflowId, EventType type) {
    return client().fetchHistory(workflowId).getEvents().stream()
        .anyMatch(event -> event.getEventType() == type);
  }

  @Override
  public void close() {
    temporal.close();
  }
}
