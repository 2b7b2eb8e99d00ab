package dev.clawstead.workflows.instance;

import dev.clawstead.activities.docker.DockerActivities;
import dev.clawstead.activities.records.InstanceRecordsActivities;
import dev.clawstead.activities.records.InstanceRecordsActivities.Closing;
import dev.clawstead.workflows.DockerStub;
import dev.clawstead.workflows.Patience;
import dev.clawstead.workflows.Reason;
import dev.clawstead.workflows.instance.InstanceWorkflow.Request;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Objects;

/** The end: its address is closed first, and then everything of it is destroyed. */
final class Ending {

  /** A final failure of an undo needs a person, and may be mended meanwhile. */
  private static final Duration UNDO_AGAIN = Duration.ofMinutes(10);

  private final InstanceRecordsActivities records =
      Workflow.newActivityStub(InstanceRecordsActivities.class, Patience.RECORD);
  private final DockerActivities undo = DockerStub.with(Patience.UNDO);

  private final Life life;
  private boolean closed;

  Ending(Life life) {
    this.life = life;
  }

  void delete(Request request) {
    if (!life.isClosing()) {
      life.close(request);
      life.interruptStep();
      close(request);
    }
    Workflow.await(() -> closed);
  }

  private void close(Request request) {
    life.enter(Phase.CLOSING, "Deleting: closing its address");
    Workflow.newDetachedCancellationScope(
            () -> life.cell(records.closing(new Closing(life.id(), request.actor(), "closing"))))
        .run();
    closed = true;
  }

  void end() {
    Request why = Objects.requireNonNull(life.closer());
    if (life.phase() != Phase.CLOSING) {
      close(why);
    }
    Workflow.await(() -> closed);
    destroy();
    records.deleted(life.id());
    life.tellPool();
    Workflow.setCurrentDetails("Deleted; nothing is left of it");
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  private void destroy() {
    boolean gone = life.cell() == null;
    while (!gone) {
      Workflow.setCurrentDetails("Deleting: destroying its cell");
      try {
        undo.destroyCell(life.theCell());
        gone = true;
      } catch (TemporalFailure failure) {
        Workflow.setCurrentDetails("Cannot destroy its cell: " + Reason.of(failure));
        life.retryTaken();
        Workflow.await(UNDO_AGAIN, life::isRetryAsked);
      }
    }
  }
}
