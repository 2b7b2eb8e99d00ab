package dev.clawstead.workflows.instance;

import dev.clawstead.activities.records.InstanceRecordsActivities.Claimed;
import dev.clawstead.workflows.Attributes;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of an instance: from its order to its deletion. Runs as long as the instance,
 * under an id that is never used twice.
 */
@WorkflowInterface
public interface InstanceWorkflow {

  String TASK_QUEUE = "instances";

  /** Failure type: a restart or a new key was asked of an agent that does not run. Final. */
  String NOT_RUNNING = "NotRunning";

  static String idFor(UUID instance) {
    return "instance/" + instance;
  }

  /**
   * How everyone starts it: one life per id. Only a run that did not end by itself (terminated,
   * failed) may be followed by another.
   */
  static WorkflowOptions optionsFor(Start start) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(idFor(start.instance()))
        .setTaskQueue(TASK_QUEUE)
        .setWorkflowIdReusePolicy(
            WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setStaticSummary("Agent in " + start.region() + " (" + start.size() + ")")
        .setTypedSearchAttributes(
            SearchAttributes.newBuilder()
                .set(Attributes.ACCOUNT_ID, start.account().toString())
                .set(Attributes.INSTANCE_ID, start.instance().toString())
                .set(Attributes.REGION, start.region())
                .build())
        .build();
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

  /**
   * Restarts the agent with another key of its own for models; returns once the new key is good.
   * The one before stays good until the agent has the new one, and for the overlap after that.
   */
  @UpdateMethod
  void replaceModelKey(NewModelKey wanted);

  @UpdateValidatorMethod(updateName = "replaceModelKey")
  void mayReplaceModelKey(NewModelKey wanted);

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
  record Start(UUID instance, UUID account, String region, String size, @Nullable State carried) {}

  /** What an earlier run knew: where it was, its cell, its crashes, the requests it has served. */
  record State(
      String phase,
      @Nullable UUID cell,
      int crashes,
      long lastCrashEpochSecond,
      long rounds,
      List<String> served) {}

  /** {@code id} makes a repeat the same request; {@code actor} is who asked. */
  record Request(String id, String actor) {}

  /** A request for another key of the agent's own, with so much overlap. */
  record NewModelKey(Request request, int overlapSeconds) {}

  /** {@code lost}: the cell went away with its node and will not come back. */
  record CellStopped(UUID cell, String reason, boolean lost) {}
}
