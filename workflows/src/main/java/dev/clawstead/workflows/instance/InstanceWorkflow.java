package dev.clawstead.workflows.instance;

import dev.clawstead.activities.records.InstanceRecordsActivities.Claimed;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of an instance: from its order to its deletion. Runs as long as the instance,
 * under an id that is never used twice.
 */
@WorkflowInterface
public interface InstanceWorkflow {

  String TASK_QUEUE = "instances";

  static String idFor(UUID instance) {
    return "instance/" + instance;
  }

  /** Returns when the instance is deleted or its order cancelled. */
  @WorkflowMethod
  void run(Start start);

  /** Gives the order its cell, now or queued. Repeats return what is true by then. */
  @UpdateMethod
  Claimed claim();

  /** Stops the agent in good order and starts it again; returns once it is accepted. */
  @UpdateMethod
  void restart(Request request);

  @UpdateValidatorMethod(updateName = "restart")
  void mayRestart(Request request);

  /** Removes the agent and everything of it; returns once the address is closed. */
  @UpdateMethod
  void delete(Request request);

  /** Tries a queued or failed order again at once. */
  @SignalMethod
  void retry();

  /** The node saw this instance's cell stop. */
  @SignalMethod
  void cellStopped(CellStopped stopped);

  /** {@code carried} is what an earlier run hands on when its history grew long. */
  record Start(UUID instance, UUID account, String region, @Nullable State carried) {}

  record State(int crashes, long lastCrashEpochSecond) {}

  /** {@code id} makes a repeat the same request; {@code actor} is who asked. */
  record Request(String id, String actor) {}

  record CellStopped(UUID cell, String reason) {}
}
