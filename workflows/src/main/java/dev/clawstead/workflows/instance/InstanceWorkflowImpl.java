package dev.clawstead.workflows.instance;

import dev.clawstead.activities.docker.DockerActivities;
import dev.clawstead.activities.records.InstanceRecordsActivities;
import dev.clawstead.activities.records.InstanceRecordsActivities.Claimed;
import dev.clawstead.activities.records.InstanceRecordsActivities.Closing;
import dev.clawstead.activities.records.InstanceRecordsActivities.Failed;
import dev.clawstead.activities.records.InstanceRecordsActivities.Interrupted;
import dev.clawstead.activities.records.InstanceRecordsActivities.Opened;
import dev.clawstead.activities.records.InstanceRecordsActivities.Unplaced;
import dev.clawstead.domain.Actor;
import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.Word;
import dev.clawstead.workflows.Attributes;
import dev.clawstead.workflows.Patience;
import dev.clawstead.workflows.Phrases;
import dev.clawstead.workflows.Reason;
import dev.clawstead.workflows.pool.PoolWorkflow;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalException;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** See {@link InstanceWorkflow}. Handlers note what is wanted; one loop does one step at a time. */
public final class InstanceWorkflowImpl implements InstanceWorkflow {

  /** A new cell that does not come up is given up this often before a person is asked. */
  private static final int PLACES_MOST = 5;

  /** A cell that holds an owner's files is tried this often before a person is asked. */
  private static final int STARTS_MOST = 5;

  /** A final failure of an undo needs a person, and may be mended meanwhile. */
  private static final Duration UNDO_AGAIN = Duration.ofMinutes(10);

  private final InstanceRecordsActivities quick =
      Workflow.newLocalActivityStub(InstanceRecordsActivities.class, Patience.QUICK);
  private final InstanceRecordsActivities records =
      Workflow.newActivityStub(InstanceRecordsActivities.class, Patience.RECORD);
  private final InstanceRecordsActivities line =
      Workflow.newActivityStub(InstanceRecordsActivities.class, Patience.QUEUE);
  private final DockerActivities create = docker(Patience.DO);
  private final DockerActivities start = docker(Patience.START);
  private final DockerActivities stop = docker(Patience.STOP);
  private final DockerActivities undo = docker(Patience.UNDO);

  private final UUID instance;
  private final Start started;
  private final Served served;

  private Phase phase;
  private Crashes crashes;
  private long told;
  private int tries;
  private int blunders;
  private @Nullable UUID cell;
  private String reason = "";
  private @Nullable Request restart;
  private boolean stopped;
  private boolean announced;
  private @Nullable Request closer;
  private boolean closed;
  private boolean retryAsked;
  private boolean poolChanged;
  private @Nullable CancellationScope step;
  private @Nullable InstanceState shown;

  @WorkflowInit
  public InstanceWorkflowImpl(Start start) {
    State carried = start.carried();
    this.instance = start.instance();
    this.started = start;
    this.phase = carried == null ? Phase.NEW : Word.of(Phase.class, carried.phase());
    this.cell = carried == null ? null : carried.cell();
    this.crashes =
        carried == null
            ? new Crashes(0, 0)
            : new Crashes(carried.crashes(), carried.lastCrashEpochSecond());
    this.told = carried == null ? 0 : carried.rounds();
    this.served = new Served(carried == null ? List.of() : carried.served());
    enter(phase, phase == Phase.NEW ? "Ordered" : "Continues as " + phase.word());
  }

  @Override
  public void run(Start start) {
    try {
      while (closer == null) {
        Workflow.await(() -> closer != null || due() || mayContinueAsNew());
        if (closer == null && due()) {
          next();
        } else if (closer == null) {
          continueAsNew();
        }
      }
    } catch (TemporalFailure cancelled) {
      // A cancelled workflow must not leave an agent behind that nobody looks after.
      closer = Objects.requireNonNullElse(closer, new Request("cancel", Actor.OPERATOR.word()));
    }
    Workflow.newDetachedCancellationScope(this::end).run();
  }

  private boolean due() {
    return poolChanged || !phase.rests() || (phase == Phase.FAILED && retryAsked);
  }

  private boolean mayContinueAsNew() {
    return Workflow.getInfo().isContinueAsNewSuggested()
        && phase.rests()
        && Workflow.isEveryHandlerFinished();
  }

  private void continueAsNew() {
    var state =
        new State(
            phase.word(), cell, crashes.count(), crashes.lastEpochSecond(), told, served.carry());
    Workflow.newContinueAsNewStub(InstanceWorkflow.class)
        .run(new Start(instance, started.account(), started.region(), started.size(), state));
  }

  /** One step; it ends early when the agent is to be deleted or a wait is cut short. */
  private void next() {
    CancellationScope scope = Workflow.newCancellationScope(this::take);
    step = scope;
    try {
      scope.run();
    } catch (TemporalFailure ended) {
      unlessCancelled(ended);
      if (!scope.isCancelRequested()) {
        stuck(ended);
      }
    } finally {
      step = null;
    }
  }

  /** Nobody foresaw this failure: the same step is tried again, ever less often. */
  private void stuck(TemporalFailure failure) {
    blunders++;
    Workflow.setCurrentDetails(
        "Stuck as " + phase.word() + ": " + Reason.of(failure) + ". Signal `retry` tries again");
    pause(Patience.backoff(blunders, Duration.ofSeconds(10), Duration.ofMinutes(30)));
  }

  private void take() {
    if (poolChanged) {
      tellPool();
    }
    switch (phase) {
      case NEW -> claimFirst();
      case PLACING -> place();
      case BUILDING -> build();
      case STARTING, RESTARTING -> startAgain();
      case LOST -> part("its server was taken away");
      case FAILED -> tryFailedAgain();
      case CLAIMING, RUNNING, CLOSING -> {}
    }
  }

  // The order

  @Override
  public Claimed claim() {
    return phase == Phase.NEW ? claimFirst() : claimAgain();
  }

  private Claimed claimFirst() {
    phase = Phase.CLAIMING;
    try {
      Claimed claimed = takeCell();
      if (phase == Phase.CLAIMING) {
        poolChanged = claimed.status().equals(Claimed.OPEN);
        became(claimed);
      }
      return claimed;
    } finally {
      if (phase == Phase.CLAIMING) {
        phase = Phase.NEW;
      }
    }
  }

  private Claimed claimAgain() {
    Claimed claimed = takeCell();
    if (phase == Phase.PLACING && claimed.status().equals(Claimed.OPEN)) {
      // A warm cell ends the wait in line. A placed one is that wait's own, on its way already.
      retry();
    }
    return claimed;
  }

  private Claimed takeCell() {
    try {
      return quick.claim(instance);
    } catch (TemporalFailure slow) {
      return records.claim(instance);
    }
  }

  private void became(Claimed claimed) {
    cell = claimed.cell();
    switch (claimed.status()) {
      case Claimed.OPEN -> running();
      case Claimed.PLACED -> enter(Phase.BUILDING, "Building its cell, try " + (tries + 1));
      case Claimed.QUEUED ->
          enter(
              Phase.PLACING,
              "Waiting for room on a node since "
                  + Phrases.clock(Workflow.currentTimeMillis())
                  + ", "
                  + Phrases.ordinal(claimed.ahead() + 1)
                  + " in line");
      default -> closer = new Request("ended", Actor.CLAWSTEAD.word());
    }
  }

  private void place() {
    pauseAfterFailures();
    became(line.place(instance));
  }

  private void pauseAfterFailures() {
    if (tries > 0) {
      pause(Patience.backoff(tries, Duration.ofSeconds(2), Duration.ofMinutes(1)));
    }
  }

  /**
   * The undo of a new cell is known before its first effect: its pool destroys what we part from.
   */
  private void build() {
    UUID cell = Objects.requireNonNull(this.cell);
    try {
      create.createCell(cell);
      start.startCell(cell);
    } catch (TemporalFailure failure) {
      unlessCancelled(failure);
      tries++;
      part(Reason.of(failure));
      if (tries >= PLACES_MOST) {
        fail("After " + tries + " tries: " + reason);
      }
      return;
    }
    open("Your agent is ready");
  }

  /** Leaves the cell to its pool, which destroys it, and stands in line for another. */
  private void part(String why) {
    reason = why;
    records.unplaced(new Unplaced(instance, Objects.requireNonNull(cell), why, event("unplaced")));
    cell = null;
    poolChanged = true;
    enter(Phase.PLACING, "Waiting for another cell: " + why);
  }

  private void open(String title) {
    UUID cell = Objects.requireNonNull(this.cell);
    records.opened(new Opened(instance, cell, event("opened"), title));
    running();
  }

  private void running() {
    tries = 0;
    blunders = 0;
    stopped = false;
    retryAsked = false;
    enter(Phase.RUNNING, "Running since " + Phrases.clock(Workflow.currentTimeMillis()));
  }

  // Stops and starts

  @Override
  public void cellStopped(CellStopped seen) {
    if (!seen.cell().equals(cell) || closer != null) {
      return;
    }
    if (seen.lost()) {
      lose();
    } else if (phase == Phase.RUNNING) {
      crashes = crashes.another(Workflow.currentTimeMillis() / 1000);
      comeBack(Phase.STARTING, seen.reason());
    }
  }

  /** Whatever was being tried with this cell is in vain. */
  private void lose() {
    enter(Phase.LOST, "Its server was taken away; it gets another cell");
    interruptStep();
  }

  private void comeBack(Phase how, String why) {
    tries = 0;
    stopped = how == Phase.STARTING;
    announced = false;
    reason = why;
    enter(how, "Starting again, because it " + why);
  }

  @Override
  public void mayRestart(Request request) {
    boolean known = phase == Phase.NEW || phase == Phase.CLAIMING || served.has(request.id());
    if (!known && phase != Phase.RUNNING) {
      throw refused();
    }
  }

  @Override
  public void restart(Request request) {
    Workflow.await(() -> phase != Phase.NEW && phase != Phase.CLAIMING);
    if (served.has(request.id())) {
      return;
    }
    if (phase != Phase.RUNNING) {
      throw refused();
    }
    served.add(request.id());
    restart = request;
    comeBack(Phase.RESTARTING, "was asked to restart");
    Workflow.await(() -> announced || phase != Phase.RESTARTING);
  }

  private ApplicationFailure refused() {
    return ApplicationFailure.newNonRetryableFailure(
        "The agent is " + phase.state().word() + "; only a running agent can be restarted.",
        NOT_RUNNING);
  }

  private void startAgain() {
    if (crashes.tooMany() && phase == Phase.STARTING) {
      fail("It crashed " + crashes.count() + " times in a short while; the last time it " + reason);
      return;
    }
    if (!announced) {
      announce();
    }
    try {
      cycle();
    } catch (TemporalFailure failure) {
      unlessCancelled(failure);
      notStarted(failure);
      return;
    }
    open(phase == Phase.RESTARTING ? "Restarted" : "Running again");
  }

  private void cycle() {
    UUID cell = Objects.requireNonNull(this.cell);
    pauseAfterFailures();
    if (!stopped) {
      stop.stopCell(cell);
      stopped = true;
    }
    if (tries > 0) {
      // What is missing of the cell may be why it did not start.
      create.createCell(cell);
    }
    start.startCell(cell);
  }

  /** The cell holds its owner's files: it is never given up, only tried again. */
  private void notStarted(TemporalFailure failure) {
    tries++;
    reason = Reason.of(failure);
    if (tries >= STARTS_MOST) {
      fail("It did not start again: " + reason);
    } else {
      Workflow.setCurrentDetails("Did not start, try " + tries + ": " + reason);
    }
  }

  private void announce() {
    Request asked = phase == Phase.RESTARTING ? restart : null;
    String state = phase.state().word();
    String title = asked == null ? "The agent " + reason + "; starting it again" : "Restarting";
    String actor = asked == null ? Actor.CLAWSTEAD.word() : asked.actor();
    String key = asked == null ? event("interrupted") : "restart/" + asked.id();
    records.interrupted(new Interrupted(instance, state, key, title, actor));
    announced = true;
    if (asked == null) {
      pause(crashes.pause());
    }
  }

  private void fail(String problem) {
    records.failed(new Failed(instance, problem, event("failed")));
    retryAsked = false;
    tries = 0;
    enter(Phase.FAILED, "Failed: " + problem + ". Signal `retry` tries again");
  }

  @Override
  public void retry() {
    if (phase.rests() && phase != Phase.FAILED) {
      return;
    }
    retryAsked = true;
    if (phase == Phase.PLACING) {
      interruptStep();
    }
  }

  private void tryFailedAgain() {
    if (!retryAsked) {
      return;
    }
    retryAsked = false;
    crashes = new Crashes(0, 0);
    if (cell == null) {
      enter(Phase.PLACING, "Waiting for a cell after a retry");
    } else {
      comeBack(Phase.STARTING, "was asked to try again");
    }
  }

  // The end

  @Override
  public void delete(Request request) {
    if (closer == null) {
      closer = request;
      interruptStep();
      close(request);
    }
    Workflow.await(() -> closed);
  }

  private void close(Request request) {
    enter(Phase.CLOSING, "Deleting: closing its address");
    Workflow.newDetachedCancellationScope(
            () -> cell = records.closing(new Closing(instance, request.actor(), "closing")))
        .run();
    closed = true;
  }

  private void end() {
    Request why = Objects.requireNonNull(closer);
    if (phase != Phase.CLOSING) {
      close(why);
    }
    Workflow.await(() -> closed);
    destroy();
    records.deleted(instance);
    tellPool();
    Workflow.setCurrentDetails("Deleted; nothing is left of it");
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  private void destroy() {
    boolean gone = cell == null;
    while (!gone) {
      Workflow.setCurrentDetails("Deleting: destroying its cell");
      try {
        undo.destroyCell(Objects.requireNonNull(cell));
        gone = true;
      } catch (TemporalFailure failure) {
        Workflow.setCurrentDetails("Cannot destroy its cell: " + Reason.of(failure));
        retryAsked = false;
        Workflow.await(UNDO_AGAIN, () -> retryAsked);
      }
    }
  }

  // Small parts

  private void tellPool() {
    poolChanged = false;
    try {
      Workflow.newExternalWorkflowStub(
              PoolWorkflow.class, PoolWorkflow.idFor(started.region(), started.size()))
          .changed();
    } catch (TemporalException failure) {
      // The pool looks by itself soon; an agent must not wait for it.
      unlessCancelled(failure);
    }
  }

  private void pause(Duration delay) {
    if (!delay.isZero()) {
      Workflow.await(delay, () -> retryAsked || closer != null);
      retryAsked = false;
    }
  }

  private void interruptStep() {
    CancellationScope running = step;
    if (running != null) {
      running.cancel();
    }
  }

  private static void unlessCancelled(TemporalException failure) {
    if (CancellationScope.current().isCancelRequested()) {
      throw failure;
    }
  }

  private void enter(Phase next, String details) {
    phase = next;
    Workflow.setCurrentDetails(details);
    if (next.state() != shown) {
      shown = next.state();
      Workflow.upsertTypedSearchAttributes(Attributes.STATE.valueSet(next.state().word()));
    }
  }

  /** Names an event once and for all, also when a later life of this workflow counts anew. */
  private String event(String what) {
    return what + "/" + Workflow.getInfo().getFirstExecutionRunId() + "/" + ++told;
  }

  private static DockerActivities docker(ActivityOptions options) {
    return Workflow.newActivityStub(
        DockerActivities.class,
        options.toBuilder().setTaskQueue(DockerActivities.TASK_QUEUE).build());
  }
}
