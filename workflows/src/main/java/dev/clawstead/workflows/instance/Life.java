package dev.clawstead.workflows.instance;

import dev.clawstead.activities.records.InstanceRecordsActivities;
import dev.clawstead.activities.records.InstanceRecordsActivities.Failed;
import dev.clawstead.activities.records.InstanceRecordsActivities.Opened;
import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.Word;
import dev.clawstead.workflows.Attributes;
import dev.clawstead.workflows.Patience;
import dev.clawstead.workflows.Phrases;
import dev.clawstead.workflows.instance.InstanceWorkflow.Request;
import dev.clawstead.workflows.instance.InstanceWorkflow.Start;
import dev.clawstead.workflows.instance.InstanceWorkflow.State;
import dev.clawstead.workflows.pool.PoolWorkflow;
import io.temporal.failure.TemporalException;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one instance's workflow knows of it, and what every part of that workflow does with it. */
final class Life {

  private final InstanceRecordsActivities records =
      Workflow.newActivityStub(InstanceRecordsActivities.class, Patience.RECORD);

  private final Start started;
  private final Served served;
  private Phase phase;
  private @Nullable InstanceState shown;
  private @Nullable UUID cell;
  private Crashes crashes;
  private long told;
  private int tries;
  private int blunders;
  private boolean retryAsked;
  private boolean poolChanged;
  private @Nullable Request closer;
  private @Nullable CancellationScope step;

  Life(Start start) {
    State carried = start.carried();
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

  /** What the next run of this workflow starts with. */
  Start carryOver() {
    State state =
        new State(
            phase.word(), cell, crashes.count(), crashes.lastEpochSecond(), told, served.carry());
    return new Start(id(), started.account(), started.region(), started.size(), state);
  }

  UUID id() {
    return started.instance();
  }

  Served served() {
    return served;
  }

  // Where it is

  Phase phase() {
    return phase;
  }

  /** Changes the phase without a word to anybody who looks on. */
  void pass(Phase next) {
    phase = next;
  }

  void enter(Phase next, String details) {
    phase = next;
    Workflow.setCurrentDetails(details);
    if (next.state() != shown) {
      shown = next.state();
      Workflow.upsertTypedSearchAttributes(Attributes.STATE.valueSet(next.state().word()));
    }
  }

  void running() {
    tries = 0;
    blunders = 0;
    retryAsked = false;
    enter(Phase.RUNNING, "Running since " + Phrases.clock(Workflow.currentTimeMillis()));
  }

  /** Opens its address, and tells its owner so. */
  void open(String title) {
    records.opened(new Opened(id(), theCell(), event("opened"), title));
    running();
  }

  void fail(String problem) {
    records.failed(new Failed(id(), problem, event("failed")));
    retryAsked = false;
    tries = 0;
    enter(Phase.FAILED, "Failed: " + problem + ". Signal `retry` tries again");
  }

  // Its cell

  @Nullable UUID cell() {
    return cell;
  }

  UUID theCell() {
    return Objects.requireNonNull(cell);
  }

  void cell(@Nullable UUID cell) {
    this.cell = cell;
  }

  // What went wrong

  int tries() {
    return tries;
  }

  void tried() {
    tries++;
  }

  void beginTries() {
    tries = 0;
  }

  void pauseAfterFailures() {
    if (tries > 0) {
      pause(Patience.backoff(tries, Duration.ofSeconds(2), Duration.ofMinutes(1)));
    }
  }

  int blundered() {
    return ++blunders;
  }

  Crashes crashes() {
    return crashes;
  }

  void crashes(Crashes counted) {
    crashes = counted;
  }

  // What is wanted

  boolean isRetryAsked() {
    return retryAsked;
  }

  /** Asks for another try, at once if it waits in line; what rests well needs none. */
  void retry() {
    if (phase.rests() && phase != Phase.FAILED) {
      return;
    }
    retryAsked = true;
    if (phase == Phase.PLACING) {
      interruptStep();
    }
  }

  void retryTaken() {
    retryAsked = false;
  }

  @Nullable Request closer() {
    return closer;
  }

  boolean isClosing() {
    return closer != null;
  }

  void close(Request request) {
    closer = request;
  }

  boolean isPoolChanged() {
    return poolChanged;
  }

  void poolChanged(boolean changed) {
    poolChanged = changed;
  }

  void tellPool() {
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

  // Steps and waits

  /** One step, which {@link #interruptStep} ends early. */
  CancellationScope step(Runnable work) {
    CancellationScope scope = Workflow.newCancellationScope(work);
    step = scope;
    return scope;
  }

  void stepEnded() {
    step = null;
  }

  void interruptStep() {
    CancellationScope running = step;
    if (running != null) {
      running.cancel();
    }
  }

  /** Waits for so long, or until somebody asks for a retry or for the end. */
  void pause(Duration delay) {
    if (!delay.isZero()) {
      Workflow.await(delay, () -> retryAsked || closer != null);
      retryAsked = false;
    }
  }

  static void unlessCancelled(TemporalException failure) {
    if (CancellationScope.current().isCancelRequested()) {
      throw failure;
    }
  }

  /** Names an event once and for all, also when a later life of this workflow counts anew. */
  String event(String what) {
    return what + "/" + Workflow.getInfo().getFirstExecutionRunId() + "/" + ++told;
  }
}
