package dev.clawstead.workflows.instance;

import dev.clawstead.activities.docker.DockerActivities;
import dev.clawstead.activities.records.InstanceRecordsActivities;
import dev.clawstead.activities.records.InstanceRecordsActivities.Interrupted;
import dev.clawstead.activities.records.InstanceRecordsActivities.ReplacingModelKey;
import dev.clawstead.domain.Actor;
import dev.clawstead.workflows.DockerStub;
import dev.clawstead.workflows.Patience;
import dev.clawstead.workflows.Reason;
import dev.clawstead.workflows.instance.InstanceWorkflow.NewModelKey;
import dev.clawstead.workflows.instance.InstanceWorkflow.Request;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A cell with its owner's files that is to run again: after a crash, a restart, a retry. */
final class Starting {

  /** A cell that holds an owner's files is tried this often before a person is asked. */
  private static final int STARTS_MOST = 5;

  private final InstanceRecordsActivities records =
      Workflow.newActivityStub(InstanceRecordsActivities.class, Patience.RECORD);
  private final DockerActivities create = DockerStub.with(Patience.DO);
  private final DockerActivities start = DockerStub.with(Patience.START);
  private final DockerActivities stop = DockerStub.with(Patience.STOP);

  private final Life life;
  private String reason = "";
  private @Nullable Request restart;

  /** What the restart is for, if it is for that. */
  private @Nullable NewModelKey newKey;

  /** Nothing runs in the cell; otherwise whatever does is stopped before anything starts. */
  private boolean stopped;

  private boolean announced;

  Starting(Life life) {
    this.life = life;
  }

  void crashed(String why) {
    life.crashes(life.crashes().another(Workflow.currentTimeMillis() / 1000));
    stopped = true;
    comeBack(Phase.STARTING, why);
  }

  void checkRestart(Request request) {
    boolean known = isNew() || life.served().has(request.id());
    if (!known && life.phase() != Phase.RUNNING) {
      throw refused();
    }
  }

  void restart(Request request) {
    again(request, null, "was asked to restart");
  }

  void replaceModelKey(NewModelKey wanted) {
    again(wanted.request(), wanted, "gets a new key");
  }

  private void again(Request request, @Nullable NewModelKey key, String why) {
    Workflow.await(() -> !isNew());
    if (life.served().has(request.id())) {
      return;
    }
    if (life.phase() != Phase.RUNNING) {
      throw refused();
    }
    life.served().add(request.id());
    restart = request;
    newKey = key;
    stopped = false;
    comeBack(Phase.RESTARTING, why);
    Workflow.await(() -> announced || life.phase() != Phase.RESTARTING);
  }

  private boolean isNew() {
    return life.phase() == Phase.NEW || life.phase() == Phase.CLAIMING;
  }

  private ApplicationFailure refused() {
    return ApplicationFailure.newNonRetryableFailure(
        "The agent is " + life.phase().state().word() + "; only a running agent can be restarted.",
        InstanceWorkflow.NOT_RUNNING);
  }

  /** What a person asked for of a cell that was given up. */
  void tryFailedAgain() {
    if (!life.isRetryAsked()) {
      return;
    }
    life.retryTaken();
    life.crashes(new Crashes(0, 0));
    if (life.cell() == null) {
      life.enter(Phase.PLACING, "Waiting for a cell after a retry");
    } else {
      // An agent that could not be stopped may run to this day, with a key that is about to end.
      comeBack(Phase.STARTING, "was asked to try again");
    }
  }

  private void comeBack(Phase how, String why) {
    life.beginTries();
    announced = false;
    reason = why;
    life.enter(how, "Starting again, because it " + why);
  }

  void startAgain() {
    if (life.crashes().tooMany() && life.phase() == Phase.STARTING) {
      life.fail(
          "It crashed "
              + life.crashes().count()
              + " times in a short while; the last time it "
              + reason);
      return;
    }
    if (!announced) {
      announce();
    }
    try {
      cycle();
    } catch (TemporalFailure failure) {
      Life.unlessCancelled(failure);
      notStarted(failure);
      return;
    }
    life.open(ready());
  }

  private String ready() {
    if (life.phase() != Phase.RESTARTING) {
      return "Running again";
    }
    return newKey == null ? "Restarted" : "Restarted with a new key of its own";
  }

  private void cycle() {
    UUID cell = life.theCell();
    life.pauseAfterFailures();
    if (!stopped) {
      stop.stopCell(cell);
      stopped = true;
    }
    if (life.tries() > 0) {
      // What is missing of the cell may be why it did not start.
      create.createCell(cell);
    }
    start.startCell(cell);
  }

  /** The cell holds its owner's files: it is never given up, only tried again. */
  private void notStarted(TemporalFailure failure) {
    life.tried();
    reason = Reason.of(failure);
    if (life.tries() >= STARTS_MOST) {
      life.fail("It did not start again: " + reason);
    } else {
      Workflow.setCurrentDetails("Did not start, try " + life.tries() + ": " + reason);
    }
  }

  private void announce() {
    Request asked = life.phase() == Phase.RESTARTING ? restart : null;
    if (asked == null) {
      interrupted(
          life.event("interrupted"),
          "The agent " + reason + "; starting it again",
          Actor.CLAWSTEAD.word());
    } else if (newKey == null) {
      interrupted("restart/" + asked.id(), "Restarting", asked.actor());
    } else {
      records.replacingModelKey(
          new ReplacingModelKey(
              life.id(),
              newKey.overlapSeconds(),
              "model-key/" + asked.id(),
              "Replacing the agent's own key: restarting it with a new one",
              asked.actor()));
    }
    announced = true;
    if (asked == null) {
      life.pause(life.crashes().pause());
    }
  }

  private void interrupted(String key, String title, String actor) {
    String state = life.phase().state().word();
    records.interrupted(new Interrupted(life.id(), state, key, title, actor));
  }
}
