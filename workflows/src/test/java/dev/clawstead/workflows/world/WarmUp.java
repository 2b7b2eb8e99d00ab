package dev.clawstead.workflows.world;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/**
 * A workflow that concerns nobody. The first of a JVM may take longer than a workflow task lives,
 * and the test server loses the updates that came with such a task; a real one does not.
 */
public final class WarmUp {

  private static final String QUEUE = "warm-up";

  private WarmUp() {}

  /** Asks for a word. */
  @WorkflowInterface
  public interface Greeting {
    @WorkflowMethod
    String greet();
  }

  /** Knows a word. */
  @ActivityInterface
  public interface Words {
    String word();
  }

  /** Takes its word from a local activity, as claims take their cells. */
  public static final class GreetingImpl implements Greeting {

    @Override
    public String greet() {
      LocalActivityOptions options =
          LocalActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build();
      return Workflow.newLocalActivityStub(Words.class, options).word();
    }
  }

  static void run() {
    try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance()) {
      var worker = temporal.newWorker(QUEUE);
      worker.registerWorkflowImplementationTypes(GreetingImpl.class);
      worker.registerActivitiesImplementations((Words) () -> "hello");
      temporal.start();
      temporal
          .getWorkflowClient()
          .newWorkflowStub(Greeting.class, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build())
          .greet();
    }
  }
}
