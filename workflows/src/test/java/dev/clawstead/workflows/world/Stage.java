package dev.clawstead.workflows.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.activities.cloudflare.CloudflareActivities;
import dev.clawstead.activities.docker.DockerActivities;
import dev.clawstead.activities.hetzner.HetznerActivities;
import dev.clawstead.workflows.Attributes;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.internal.sync.PotentialDeadlockException;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.NonDeterministicException;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A test server whose time skips, with every workflow given and a {@link World} to act upon. The
 * workflow cache is empty: each step replays the whole history, so what is not deterministic fails.
 */
public final class Stage implements AutoCloseable {

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
      var worker = temporal.newWorker(queue);
      worker.registerWorkflowImplementationTypes(
          WorkflowImplementationOptions.newBuilder()
              .setFailWorkflowExceptionTypes(
                  NonDeterministicException.class, PotentialDeadlockException.class)
              .build(),
          workflows);
      worker.registerActivitiesImplementations(world.activities());
    }
    for (String queue :
        List.of(
            DockerActivities.TASK_QUEUE,
            DockerActivities.WATCH_TASK_QUEUE,
            HetznerActivities.TASK_QUEUE,
            CloudflareActivities.TASK_QUEUE)) {
      temporal.newWorker(queue).registerActivitiesImplementations(world.activities());
    }
    temporal.start();
  }

  public WorkflowClient client() {
    return temporal.getWorkflowClient();
  }

  /** Lets the workflows' time pass, second by second, until this is so. */
  public void until(String what, Duration longest, BooleanSupplier condition) {
    long end = temporal.currentTimeMillis() + longest.toMillis();
    while (!condition.getAsBoolean() && temporal.currentTimeMillis() < end) {
      temporal.sleep(Duration.ofSeconds(1));
    }
    List<String> calls = world.calls;
    assertThat(condition.getAsBoolean())
        .as(what + "; last calls: " + calls.subList(Math.max(0, calls.size() - 20), calls.size()))
        .isTrue();
  }

  public void until(String what, BooleanSupplier condition) {
    until(what, Duration.ofMinutes(30), condition);
  }

  @Override
  public void close() {
    temporal.close();
  }
}
