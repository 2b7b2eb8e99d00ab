package dev.clawstead.workflows.pool;

import dev.clawstead.activities.docker.DockerActivities;
import dev.clawstead.activities.records.PoolRecordsActivities;
import dev.clawstead.activities.records.PoolRecordsActivities.Plan;
import dev.clawstead.activities.records.PoolRecordsActivities.Pool;
import dev.clawstead.activities.records.PoolRecordsActivities.Quarantined;
import dev.clawstead.activities.records.PoolRecordsActivities.Snapshot;
import dev.clawstead.workflows.Attributes;
import dev.clawstead.workflows.DockerStub;
import dev.clawstead.workflows.Patience;
import dev.clawstead.workflows.Phrases;
import dev.clawstead.workflows.Reason;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** See {@link PoolWorkflow}. Looks, decides with {@link PoolPlan}, acts, and looks again. */
public final class PoolWorkflowImpl implements PoolWorkflow {

  /** What no signal told of is found this soon. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  /** A burst of claims is one look. */
  private static final Duration CALM = Duration.ofMillis(200);

  /** A cell that could not be destroyed lets others go first. */
  private static final Duration REST = Duration.ofMinutes(5);

  /** A try that keeps no slot for long; the cell stays quarantined and is tried again. */
  private static final ActivityOptions DESTROY =
      Patience.UNDO.toBuilder().setScheduleToCloseTimeout(Duration.ofMinutes(2)).build();

  /** Longer than other starts: a slow image goes through its first turn as well. */
  private static final ActivityOptions WARM_START =
      Patience.START.toBuilder()
          .setStartToCloseTimeout(Duration.ofMinutes(5))
          .setScheduleToCloseTimeout(Duration.ofMinutes(8))
          .build();

  private final PoolRecordsActivities quick =
      Workflow.newLocalActivityStub(PoolRecordsActivities.class, Patience.QUICK);
  private final PoolRecordsActivities records =
      Workflow.newActivityStub(PoolRecordsActivities.class, Patience.RECORD);
  private final DockerActivities create = DockerStub.with(Patience.DO);
  private final DockerActivities start = DockerStub.with(WARM_START);
  private final DockerActivities undo = DockerStub.with(DESTROY);

  private final Pool pool;
  private final Set<UUID> building = new LinkedHashSet<>();
  private final Set<UUID> destroying = new LinkedHashSet<>();
  private final Map<UUID, Long> restingUntil = new LinkedHashMap<>();
  private int failures;
  private long buildsAgainAt;
  private String problem = "";
  private boolean changed = true;
  private @Nullable String shown;

  @WorkflowInit
  public PoolWorkflowImpl(Start start) {
    this.pool = new Pool(start.region(), start.size());
    this.failures = start.carried() == null ? 0 : start.carried().failures();
    this.buildsAgainAt = start.carried() == null ? 0 : start.carried().buildsAgainAt();
  }

  @Override
  public void run(Start start) {
    while (!Workflow.getInfo().isContinueAsNewSuggested()) {
      changed = false;
      Snapshot snapshot = snapshot();
      act(PoolPlan.of(snapshot, now()));
      show(snapshot);
      if (Workflow.await(untilNextLook(), () -> changed)) {
        Workflow.sleep(CALM);
      }
    }
    // A successor would not know of the cells that are being worked on.
    Workflow.await(() -> building.isEmpty() && destroying.isEmpty());
    Workflow.await(Workflow::isEveryHandlerFinished);
    Workflow.newContinueAsNewStub(PoolWorkflow.class)
        .run(new Start(pool.region(), pool.size(), new State(failures, buildsAgainAt)));
  }

  @Override
  public void changed() {
    changed = true;
  }

  private Snapshot snapshot() {
    try {
      return quick.snapshot(pool);
    } catch (TemporalFailure slow) {
      return records.snapshot(pool);
    }
  }

  private PoolPlan.Now now() {
    long now = Workflow.currentTimeMillis();
    restingUntil.values().removeIf(until -> until <= now);
    return new PoolPlan.Now(building, destroying, restingUntil.keySet(), now < buildsAgainAt);
  }

  private void act(PoolPlan plan) {
    plan.destroy().forEach(cell -> launch(destroying, this::destroy, cell));
    plan.revive().forEach(cell -> launch(building, this::revive, cell));
    plan.build().forEach(cell -> launch(building, this::build, cell));
    if (plan.plan() > 0) {
      records.plan(new Plan(pool, plan.plan()));
      // Read anew: a plan whose answer was lost left rows that its repeat does not name.
      PoolPlan.of(snapshot(), now()).build().forEach(cell -> launch(building, this::build, cell));
    }
  }

  private static void launch(Set<UUID> busy, Functions.Proc1<UUID> work, UUID cell) {
    busy.add(cell);
    Async.procedure(work, cell);
  }

  private void build(UUID cell) {
    bringUp(
        cell,
        () -> {
          create.createCell(cell);
          start.startCell(cell);
        });
  }

  /** A cell that was warm before everything, or its node, went down. */
  private void revive(UUID cell) {
    bringUp(cell, () -> start.startCell(cell));
  }

  private void bringUp(UUID cell, Runnable steps) {
    try {
      steps.run();
      records.warm(cell);
      failures = 0;
      problem = "";
    } catch (TemporalFailure failure) {
      // Not undone here: a quarantined row is destroyed whatever becomes of this workflow.
      discard(cell, failure);
    } finally {
      building.remove(cell);
      changed = true;
    }
  }

  private void discard(UUID cell, TemporalFailure failure) {
    if (CancellationScope.current().isCancelRequested()) {
      return; // The row stays `creating` or `stopped` and is adopted by the next run.
    }
    failures++;
    problem = Reason.of(failure);
    Duration pause = Patience.backoff(failures, Duration.ofSeconds(5), Duration.ofMinutes(5));
    buildsAgainAt = Workflow.currentTimeMillis() + pause.toMillis();
    records.quarantined(new Quarantined(cell, problem));
  }

  private void destroy(UUID cell) {
    try {
      undo.destroyCell(cell);
      records.deleted(cell);
    } catch (TemporalFailure failure) {
      problem = "a failed cell cannot be destroyed: " + Reason.of(failure);
      restingUntil.put(cell, Workflow.currentTimeMillis() + REST.toMillis());
    } finally {
      destroying.remove(cell);
      changed = true;
    }
  }

  private Duration untilNextLook() {
    long wait = buildsAgainAt - Workflow.currentTimeMillis();
    return wait > 0 && wait < LOOK_AGAIN.toMillis() ? Duration.ofMillis(wait) : LOOK_AGAIN;
  }

  private void show(Snapshot snapshot) {
    Workflow.setCurrentDetails(PoolStory.of(snapshot, building.size(), tellTrouble()));
    String state = snapshot.paused() ? "paused" : problem.isEmpty() ? "keeping" : "troubled";
    if (!state.equals(shown)) {
      shown = state;
      Workflow.upsertTypedSearchAttributes(
          Attributes.REGION.valueSet(pool.region()), Attributes.STATE.valueSet(state));
    }
  }

  private String tellTrouble() {
    if (problem.isEmpty()) {
      return "";
    }
    boolean waits = buildsAgainAt > Workflow.currentTimeMillis();
    return problem + (waits ? "; tries again at " + Phrases.clock(buildsAgainAt) : "");
  }
}
