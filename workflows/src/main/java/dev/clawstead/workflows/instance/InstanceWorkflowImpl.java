package dev.clawstead.workflows.instance;

import dev.clawstead.activities.records.InstanceRecordsActivities.Claimed;
import dev.clawstead.domain.Actor;
import dev.clawstead.workflows.Patience;
import dev.clawstead.workflows.Reason;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;

/** See {@link InstanceWorkflow}. Handlers note what is wanted; one loop does one step at a time. */
public final class InstanceWorkflowImpl implements InstanceWorkflow {

  private final Life life;
  private final Placing placing;
  private final Starting starting;
  private final Ending ending;

  @WorkflowInit
  public InstanceWorkflowImpl(Start start) {
    this.life = new Life(start);
    this.placing = new Placing(life);
    this.starting = new Starting(life);
    this.ending = new Ending(life);
  }

  @Override
  public void run(Start start) {
    try {
      while (!life.isClosing()) {
        Workflow.await(() -> life.isClosing() || due() || mayContinueAsNew());
        if (!life.isClosing() && due()) {
          next();
        } else if (!life.isClosing()) {
          Workflow.newContinueAsNewStub(InstanceWorkflow.class).run(life.carryOver());
        }
      }
    } catch (TemporalFailure cancelled) {
      // A cancelled workflow must not leave an agent behind that nobody looks after.
      if (!life.isClosing()) {
        life.close(new Request("cancel", Actor.OPERATOR.word()));
      }
    }
    Workflow.newDetachedCancellationScope(ending::end).run();
  }

  private boolean due() {
    return life.isPoolChanged()
        || !life.phase().rests()
        || (life.phase() == Phase.FAILED && life.isRetryAsked());
  }

  private boolean mayContinueAsNew() {
    return Workflow.getInfo().isContinueAsNewSuggested()
        && life.phase().rests()
        && Workflow.isEveryHandlerFinished();
  }

  /** One step; it ends early when the agent is to be deleted or a wait is cut short. */
  private void next() {
    CancellationScope scope = life.step(this::take);
    try {
      scope.run();
    } catch (TemporalFailure ended) {
      Life.unlessCancelled(ended);
      if (!scope.isCancelRequested()) {
        stuck(ended);
      }
    } finally {
      life.stepEnded();
    }
  }

  /** Nobody foresaw this failure: the same step is tried again, ever less often. */
  private void stuck(TemporalFailure failure) {
    int times = life.blundered();
    Workflow.setCurrentDetails(
        "Stuck as "
            + life.phase().word()
            + ": "
            + Reason.of(failure)
            + ". Signal `retry` tries again");
    life.pause(Patience.backoff(times, Duration.ofSeconds(10), Duration.ofMinutes(30)));
  }

  private void take() {
    if (life.isPoolChanged()) {
      life.tellPool();
    }
    switch (life.phase()) {
      case NEW -> placing.claimFirst();
      case PLACING -> placing.place();
      case BUILDING -> placing.build();
      case STARTING, RESTARTING -> starting.startAgain();
      case LOST -> placing.part("its server was taken away");
      case FAILED -> starting.tryFailedAgain();
      case CLAIMING, RUNNING, CLOSING -> {}
    }
  }

  @Override
  public Claimed claim() {
    return placing.claim();
  }

  @Override
  public void mayRestart(Request request) {
    starting.checkRestart(request);
  }

  @Override
  public void restart(Request request) {
    starting.restart(request);
  }

  @Override
  public void mayReplaceModelKey(NewModelKey wanted) {
    starting.checkRestart(wanted.request());
  }

  @Override
  public void replaceModelKey(NewModelKey wanted) {
    starting.replaceModelKey(wanted);
  }

  @Override
  public void delete(Request request) {
    ending.delete(request);
  }

  @Override
  public void cellStopped(CellStopped seen) {
    if (!seen.cell().equals(life.cell()) || life.isClosing()) {
      return;
    }
    if (seen.lost()) {
      life.enter(Phase.LOST, "Its server was taken away; it gets another cell");
      // Whatever is being tried with this cell is in vain.
      life.interruptStep();
    } else if (life.phase() == Phase.RUNNING) {
      starting.crashed(seen.reason());
    }
  }

  @Override
  public void retry() {
    life.retry();
  }
}
