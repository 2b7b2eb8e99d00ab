package dev.clawstead.api;

import dev.clawstead.activities.records.InstanceRecordsActivities.Claimed;
import dev.clawstead.workflows.instance.InstanceWorkflow;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.UUID;

/** Stands in for the real instance workflow: the same rows, no containers. */
public final class FakeInstances implements InstanceWorkflow {

  private final FakeRecords records =
      Workflow.newLocalActivityStub(
          FakeRecords.class,
          LocalActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(20)).build());

  private UUID id = new UUID(0, 0);
  private boolean ended;

  @Override
  public void run(Start start) {
    id = start.instance();
    records.claim(id);
    Workflow.await(() -> ended);
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  @Override
  public Claimed claim() {
    Workflow.await(() -> id.getMostSignificantBits() != 0);
    return records.claim(id);
  }

  @Override
  public void restart(Request request) {
    Workflow.await(() -> id.getMostSignificantBits() != 0);
    records.restarted(id, request.id());
  }

  @Override
  public void mayRestart(Request request) {
    if (ended) {
      throw ApplicationFailure.newNonRetryableFailure("the instance has ended", "Ended");
    }
  }

  @Override
  public void replaceModelKey(NewModelKey wanted) {
    Workflow.await(() -> id.getMostSignificantBits() != 0);
    records.modelKeyReplaced(id, wanted.request().id(), wanted.overlapSeconds());
  }

  @Override
  public void mayReplaceModelKey(NewModelKey wanted) {
    mayRestart(wanted.request());
  }

  @Override
  public void delete(Request request) {
    Workflow.await(() -> id.getMostSignificantBits() != 0);
    records.deleted(id, request.actor());
    ended = true;
  }

  @Override
  public void retry() {
    Workflow.await(() -> id.getMostSignificantBits() != 0);
    records.claim(id);
  }

  @Override
  public void cellStopped(CellStopped stopped) {
    throw new UnsupportedOperationException("no cell of this test stops");
  }

  /** The transactions that the fake needs. */
  @ActivityInterface
  public interface FakeRecords {
    Claimed claim(UUID instance);

    void restarted(UUID instance, String request);

    void modelKeyReplaced(UUID instance, String request, int overlapSeconds);

    void deleted(UUID instance, String actor);
  }
}
