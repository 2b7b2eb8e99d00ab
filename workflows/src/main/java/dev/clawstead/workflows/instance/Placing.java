package dev.clawstead.workflows.instance;

import dev.clawstead.activities.docker.DockerActivities;
import dev.clawstead.activities.records.InstanceRecordsActivities;
import dev.clawstead.activities.records.InstanceRecordsActivities.Claimed;
import dev.clawstead.activities.records.InstanceRecordsActivities.Unplaced;
import dev.clawstead.domain.Actor;
import dev.clawstead.workflows.DockerStub;
import dev.clawstead.workflows.Patience;
import dev.clawstead.workflows.Phrases;
import dev.clawstead.workflows.Reason;
import dev.clawstead.workflows.instance.InstanceWorkflow.Request;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.util.UUID;

/** From the order to a running cell: a warm one, or a new one on a node with room. */
final class Placing {

  /** A new cell that does not come up is given up this often before a person is asked. */
  private static final int PLACES_MOST = 5;

  private final InstanceRecordsActivities quick =
      Workflow.newLocalActivityStub(InstanceRecordsActivities.class, Patience.QUICK);
  private final InstanceRecordsActivities records =
      Workflow.newActivityStub(InstanceRecordsActivities.class, Patience.RECORD);
  private final InstanceRecordsActivities line =
      Workflow.newActivityStub(InstanceRecordsActivities.class, Patience.QUEUE);
  private final DockerActivities create = DockerStub.with(Patience.DO);
  private final DockerActivities start = DockerStub.with(Patience.START);

  private final Life life;

  Placing(Life life) {
    this.life = life;
  }

  Claimed claim() {
    return life.phase() == Phase.NEW ? claimFirst() : claimAgain();
  }

  Claimed claimFirst() {
    life.pass(Phase.CLAIMING);
    try {
      Claimed claimed = takeCell();
      if (life.phase() == Phase.CLAIMING) {
        life.poolChanged(claimed.status().equals(Claimed.OPEN));
        became(claimed);
      }
      return claimed;
    } finally {
      if (life.phase() == Phase.CLAIMING) {
        life.pass(Phase.NEW);
      }
    }
  }

  private Claimed claimAgain() {
    Claimed claimed = takeCell();
    if (life.phase() == Phase.PLACING && claimed.status().equals(Claimed.OPEN)) {
      // A warm cell ends the wait in line. A placed one is that wait's own, on its way already.
      life.retry();
    }
    return claimed;
  }

  private Claimed takeCell() {
    try {
      return quick.claim(life.id());
    } catch (TemporalFailure slow) {
      return records.claim(life.id());
    }
  }

  private void became(Claimed claimed) {
    life.cell(claimed.cell());
    switch (claimed.status()) {
      case Claimed.OPEN -> life.running();
      case Claimed.PLACED ->
          life.enter(Phase.BUILDING, "Building its cell, try " + (life.tries() + 1));
      case Claimed.QUEUED ->
          life.enter(
              Phase.PLACING,
              "Waiting for room on a node since "
                  + Phrases.clock(Workflow.currentTimeMillis())
                  + ", "
                  + Phrases.ordinal(claimed.ahead() + 1)
                  + " in line");
      default -> life.close(new Request("ended", Actor.CLAWSTEAD.word()));
    }
  }

  void place() {
    life.pauseAfterFailures();
    became(line.place(life.id()));
  }

  /**
   * The undo of a new cell is known before its first effect: its pool destroys what we part from.
   */
  void build() {
    UUID cell = life.theCell();
    try {
      create.createCell(cell);
      start.startCell(cell);
    } catch (TemporalFailure failure) {
      Life.unlessCancelled(failure);
      life.tried();
      String reason = Reason.of(failure);
      part(reason);
      if (life.tries() >= PLACES_MOST) {
        life.fail("After " + life.tries() + " tries: " + reason);
      }
      return;
    }
    life.open("Your agent is ready");
  }

  /** Leaves the cell to its pool, which destroys it, and stands in line for another. */
  void part(String why) {
    records.unplaced(new Unplaced(life.id(), life.theCell(), why, life.event("unplaced")));
    life.cell(null);
    life.poolChanged(true);
    life.enter(Phase.PLACING, "Waiting for another cell: " + why);
  }
}
