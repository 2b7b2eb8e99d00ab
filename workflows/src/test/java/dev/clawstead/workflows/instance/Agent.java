package dev.clawstead.workflows.instance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.activities.records.InstanceRecordsActivities.Claimed;
import dev.clawstead.workflows.instance.InstanceWorkflow.CellStopped;
import dev.clawstead.workflows.instance.InstanceWorkflow.NewModelKey;
import dev.clawstead.workflows.instance.InstanceWorkflow.Request;
import dev.clawstead.workflows.instance.InstanceWorkflow.Start;
import dev.clawstead.workflows.pool.PoolWorkflow;
import dev.clawstead.workflows.pool.PoolWorkflowImpl;
import dev.clawstead.workflows.world.Stage;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.failure.CanceledFailure;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** One instance under test, with its pool beside it. */
final class Agent implements AutoCloseable {

  static final UUID ID = new UUID(1, 1);
  static final Start START = new Start(ID, new UUID(2, 1), "fsn1", "small", null);

  final Stage stage =
      new Stage(
          List.of(InstanceWorkflow.TASK_QUEUE, PoolWorkflow.TASK_QUEUE),
          InstanceWorkflowImpl.class,
          PoolWorkflowImpl.class);

  /** As the api does it: one request starts the workflow and claims. */
  Claimed claim() {
    InstanceWorkflow fresh =
        stage.client().newWorkflowStub(InstanceWorkflow.class, InstanceWorkflow.optionsFor(START));
    return WorkflowClient.executeUpdateWithStart(
        fresh::claim,
        UpdateOptions.<Claimed>newBuilder().setWaitForStage(WorkflowUpdateStage.COMPLETED).build(),
        new WithStartWorkflowOperation<>(fresh::run, START));
  }

  /** A repeat of the same request, by whoever did not see the answer of the first. */
  Claimed claimAgain() {
    return workflow().claim();
  }

  InstanceWorkflow workflow() {
    return stage.client().newWorkflowStub(InstanceWorkflow.class, InstanceWorkflow.idFor(ID));
  }

  WorkflowStub untyped() {
    return WorkflowStub.fromTyped(workflow());
  }

  void delete() {
    workflow().delete(new Request("delete-1", "customer"));
  }

  /** Asks for another key of the agent's own, and waits for nothing. */
  void askForModelKey() {
    untyped()
        .startUpdate(
            "replaceModelKey",
            WorkflowUpdateStage.ACCEPTED,
            Void.class,
            new NewModelKey(new Request("k1", "customer"), 3600));
  }

  /** The version of the key that what runs in the cell has read. */
  int modelKeyInUse() {
    return stage.world.outside.modelKeys.getOrDefault(cell(), 1);
  }

  int newestModelKey() {
    return Objects.requireNonNull(stage.world.rows.cells.get(cell())).modelKeyVersion;
  }

  /** Waits for the workflow's end. */
  void end() {
    untyped().getResult(Void.class);
  }

  /** Cancels the workflow and returns once it has seen that. */
  void cancel() {
    untyped().cancel();
    stage.untilActivityIsAskedToEnd(InstanceWorkflow.idFor(ID));
  }

  /** Waits for the end of a workflow that was cancelled. */
  void endCancelled() {
    assertThatThrownBy(this::end).rootCause().isInstanceOf(CanceledFailure.class);
  }

  void crash(String reason) {
    workflow().cellStopped(new CellStopped(cell(), reason, false));
  }

  void loseNode() {
    workflow().cellStopped(new CellStopped(cell(), "lost its server", true));
  }

  String details() {
    return stage.details(InstanceWorkflow.idFor(ID));
  }

  UUID cell() {
    return Objects.requireNonNull(stage.world.rows.instance(ID).cell);
  }

  String state() {
    return stage.world.rows.instance(ID).state;
  }

  void untilState(String state) {
    stage.until("state is " + state + " but is " + state(), () -> state().equals(state));
  }

  /** Runs the pool, which destroys what instances part from. */
  void startPool() {
    PoolWorkflow pool =
        stage
            .client()
            .newWorkflowStub(PoolWorkflow.class, PoolWorkflow.optionsFor("fsn1", "small"));
    WorkflowClient.start(pool::run, new PoolWorkflow.Start("fsn1", "small", null));
  }

  void giveWarmCell() {
    var rows = stage.world.rows;
    UUID cell = rows.warmCell(rows.node());
    stage.world.outside.cells.put(cell, true);
  }

  void giveRoom(int cells) {
    stage.world.rows.node();
    stage.world.rows.room = cells;
  }

  @Override
  public void close() {
    stage.close();
  }
}
