package dev.clawstead.workflows.fleet;

import dev.clawstead.activities.docker.DockerActivities;
import dev.clawstead.activities.docker.DockerActivities.Seen;
import dev.clawstead.activities.docker.DockerActivities.StoppedCell;
import dev.clawstead.activities.hetzner.HetznerActivities;
import dev.clawstead.activities.hetzner.HetznerActivities.OrderServer;
import dev.clawstead.activities.hetzner.HetznerActivities.Server;
import dev.clawstead.activities.records.NodeRecordsActivities;
import dev.clawstead.activities.records.NodeRecordsActivities.Failed;
import dev.clawstead.activities.records.NodeRecordsActivities.OwnedCell;
import dev.clawstead.activities.records.NodeRecordsActivities.Placed;
import dev.clawstead.activities.records.NodeRecordsActivities.Region;
import dev.clawstead.activities.records.NodeRecordsActivities.Stopped;
import dev.clawstead.domain.NodeState;
import dev.clawstead.domain.Word;
import dev.clawstead.workflows.Attributes;
import dev.clawstead.workflows.DockerStub;
import dev.clawstead.workflows.Patience;
import dev.clawstead.workflows.Phrases;
import dev.clawstead.workflows.Reason;
import dev.clawstead.workflows.instance.InstanceWorkflow;
import dev.clawstead.workflows.instance.InstanceWorkflow.CellStopped;
import dev.clawstead.workflows.pool.PoolWorkflow;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TemporalException;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** See {@link NodeWorkflow}. */
public final class NodeWorkflowImpl implements NodeWorkflow {

  /** A provider that needs longer to make a server will not make it at all. */
  private static final ActivityOptions SERVER = waiting(Duration.ofMinutes(10));

  /** As long as the token for the enrolment is good. */
  private static final ActivityOptions ENROLMENT = waiting(Duration.ofMinutes(15));

  /** The image may come over a slow line. */
  private static final ActivityOptions IMAGE =
      Patience.DO.toBuilder()
          .setStartToCloseTimeout(Duration.ofMinutes(10))
          .setScheduleToCloseTimeout(Duration.ofMinutes(30))
          .setHeartbeatTimeout(Duration.ofSeconds(20))
          .build();

  /** Until the node ends; heartbeats tell when the worker that watched has died. */
  private static final ActivityOptions WATCH =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofHours(24))
          .setHeartbeatTimeout(Duration.ofSeconds(20))
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(Duration.ofSeconds(1))
                  .setMaximumInterval(Duration.ofSeconds(10))
                  .build())
          .build();

  /** Who was just told needs a moment to act before the same sight is news again. */
  private static final Duration BETWEEN_SIGHTS = Duration.ofSeconds(2);

  private static final Duration TROUBLE = Duration.ofMinutes(1);

  private final NodeRecordsActivities nodes =
      Workflow.newActivityStub(NodeRecordsActivities.class, Patience.RECORD);
  private final NodeRecordsActivities enrolment =
      Workflow.newActivityStub(NodeRecordsActivities.class, ENROLMENT);
  private final HetznerActivities order = hetzner(Patience.DO);
  private final HetznerActivities server = hetzner(SERVER);
  private final HetznerActivities undo = hetzner(Patience.UNDO);
  private final DockerActivities contact = DockerStub.with(ENROLMENT);
  private final DockerActivities image = DockerStub.with(IMAGE);
  private final DockerActivities watch =
      Workflow.newActivityStub(
          DockerActivities.class,
          WATCH.toBuilder().setTaskQueue(DockerActivities.WATCH_TASK_QUEUE).build());

  private final Start started;
  private final UUID node;

  /** Until told otherwise there may be cells on it. */
  private boolean held = true;

  private boolean deleteAsked;
  private @Nullable CancellationScope life;
  private List<String> sizes = List.of();

  @WorkflowInit
  public NodeWorkflowImpl(Start start) {
    this.started = start;
    this.node = start.node();
  }

  @Override
  public void run(Start start) {
    try {
      if (!deleteAsked) {
        CancellationScope scope = Workflow.newCancellationScope(this::live);
        life = scope;
        scope.run();
      }
    } catch (TemporalFailure ended) {
      // Deleted, cancelled or failed: nothing of the node may stay behind.
      if (!deleteAsked && !CancellationScope.current().isCancelRequested()) {
        unlessOwned(ended);
      }
    }
    Workflow.newDetachedCancellationScope(this::end).run();
  }

  @Override
  public void delete() {
    deleteAsked = true;
    CancellationScope living = life;
    if (living != null) {
      living.cancel();
    }
  }

  private void live() {
    NodeState state = Word.of(NodeState.class, nodes.find(node).state());
    Region region = nodes.region(started.region());
    sizes = region.sizes();
    held = state == NodeState.READY;
    switch (state) {
      case ORDERED -> {
        show(NodeState.ORDERED, "Ordering a server");
        orderFrom(region);
        enrol();
      }
      case ENROLLING -> enrol();
      case READY -> watch();
      case FAILED, DELETING, DELETED -> {}
    }
  }

  /** What is sold out of one type may be had of the next. */
  private void orderFrom(Region region) {
    @Nullable ActivityFailure soldOut = null;
    for (String type : region.serverTypes()) {
      try {
        order.orderServer(new OrderServer(node, type, region.location()));
        arrived(server.awaitServer(node));
        return;
      } catch (ActivityFailure failure) {
        if (!Reason.is(HetznerActivities.OUT_OF_CAPACITY, failure)) {
          throw failure;
        }
        soldOut = failure;
        Workflow.setCurrentDetails("Sold out of " + type + " in " + region.location());
      }
    }
    if (soldOut != null) {
      throw soldOut;
    }
  }

  private void arrived(Server server) {
    nodes.placed(
        new Placed(
            node, server.serverType(), server.location(), server.memoryBytes(), server.address()));
  }

  private void enrol() {
    String since = Phrases.clock(Workflow.currentTimeMillis());
    show(NodeState.ENROLLING, "Waiting for the server to enrol since " + since);
    enrolment.awaitEnrolled(node);
    Workflow.setCurrentDetails("Making first contact since " + since);
    contact.contactNode(node);
    Workflow.setCurrentDetails("Bringing the agent image onto the node");
    image.ensureImage(node);
    nodes.ready(node);
    held = true;
    tellAll();
    watch();
  }

  private void watch() {
    show(NodeState.READY, "Watching its cells");
    while (!Workflow.getInfo().isContinueAsNewSuggested()) {
      pass(watch.watchNode(node));
      Workflow.sleep(BETWEEN_SIGHTS);
    }
    continueAsNew();
  }

  private void continueAsNew() {
    Workflow.newContinueAsNewStub(NodeWorkflow.class).run(started);
  }

  private void pass(Seen seen) {
    List<UUID> cells = seen.stopped().stream().map(StoppedCell::cell).toList();
    for (OwnedCell owned : nodes.stopped(new Stopped(node, cells))) {
      seen.stopped().stream()
          .filter(stopped -> stopped.cell().equals(owned.cell()))
          .forEach(stopped -> tell(owned, Sight.reason(stopped), false));
    }
    tellPools();
    Workflow.setCurrentDetails(
        "Watching its cells; last saw "
            + Phrases.count(cells.size(), "cell")
            + " stopped at "
            + Phrases.clock(Workflow.currentTimeMillis()));
  }

  // The end

  /** Only a node that never held a cell is given up; one that did is for people to delete. */
  private void unlessOwned(TemporalFailure failure) {
    if (held) {
      Workflow.setCurrentDetails("Troubled, tries again in a minute: " + Reason.of(failure));
      Workflow.sleep(TROUBLE);
      continueAsNew();
    }
    fail(Reason.of(failure));
  }

  private void fail(String problem) {
    show(NodeState.FAILED, "Failed: " + problem + ". Removing what was made of it");
    nodes.failed(new Failed(node, problem));
  }

  private void end() {
    show(NodeState.DELETING, "Deleting its server");
    List<OwnedCell> owned = nodes.deleting(node);
    deleteServer();
    // Told only now: a second copy of an agent starts after the first is surely dead.
    owned.forEach(cell -> tell(cell, "lost its server", true));
    nodes.deleted(node);
    tellAll();
    show(NodeState.DELETED, "Deleted; nothing is left of it");
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  private void deleteServer() {
    while (true) {
      try {
        undo.deleteServer(node);
        return;
      } catch (TemporalFailure failure) {
        // A final failure needs a person; a server costs money until it is gone.
        Workflow.setCurrentDetails("Cannot delete its server: " + Reason.of(failure));
        Workflow.sleep(Duration.ofMinutes(10));
      }
    }
  }

  // Small parts

  private void tellAll() {
    tellPools();
    told(
        () ->
            Workflow.newExternalWorkflowStub(
                    RegionWorkflow.class, RegionWorkflow.idFor(started.region()))
                .changed());
  }

  private void tellPools() {
    for (String size : sizes) {
      told(
          () ->
              Workflow.newExternalWorkflowStub(
                      PoolWorkflow.class, PoolWorkflow.idFor(started.region(), size))
                  .changed());
    }
  }

  private static void tell(OwnedCell owned, String reason, boolean lost) {
    told(
        () ->
            Workflow.newExternalWorkflowStub(
                    InstanceWorkflow.class, InstanceWorkflow.idFor(owned.instance()))
                .cellStopped(new CellStopped(owned.cell(), reason, lost)));
  }

  /** Who is not there looks for itself when it comes. */
  private static void told(Runnable signal) {
    try {
      signal.run();
    } catch (TemporalException absent) {
      if (CancellationScope.current().isCancelRequested()) {
        throw absent;
      }
    }
  }

  private static void show(NodeState state, String details) {
    Workflow.setCurrentDetails(details);
    Workflow.upsertTypedSearchAttributes(Attributes.STATE.valueSet(state.word()));
  }

  private static ActivityOptions waiting(Duration longest) {
    return Patience.DO.toBuilder()
        .setScheduleToCloseTimeout(longest)
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofSeconds(1))
                .setBackoffCoefficient(1.2)
                .setMaximumInterval(Duration.ofSeconds(5))
                .build())
        .build();
  }

  private static HetznerActivities hetzner(ActivityOptions options) {
    return Workflow.newActivityStub(
        HetznerActivities.class,
        options.toBuilder().setTaskQueue(HetznerActivities.TASK_QUEUE).build());
  }
}
