package dev.clawstead.workflows.fleet;

import dev.clawstead.activities.cloudflare.CloudflareActivities;
import dev.clawstead.activities.records.NodeRecordsActivities;
import dev.clawstead.activities.records.NodeRecordsActivities.NodeState;
import dev.clawstead.activities.records.NodeRecordsActivities.Region;
import dev.clawstead.workflows.Attributes;
import dev.clawstead.workflows.Patience;
import dev.clawstead.workflows.Phrases;
import dev.clawstead.workflows.Reason;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** See {@link RegionWorkflow}. Looks, orders what is missing, and looks again. */
public final class RegionWorkflowImpl implements RegionWorkflow {

  /** What no signal told of is found this soon. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  /** A final failure of DNS needs a person, and may be mended meanwhile. */
  private static final Duration WILDCARD_AGAIN = Duration.ofMinutes(5);

  private final NodeRecordsActivities nodes =
      Workflow.newActivityStub(NodeRecordsActivities.class, Patience.RECORD);
  private final CloudflareActivities cloudflare =
      Workflow.newActivityStub(
          CloudflareActivities.class,
          Patience.UNDO.toBuilder().setTaskQueue(CloudflareActivities.TASK_QUEUE).build());

  private final String name;
  private final Set<UUID> begun = new LinkedHashSet<>();
  private int orders;
  private long ordersAgainAt;
  private boolean wildcard;
  private String wildcardProblem = "";
  private boolean changed;

  @WorkflowInit
  public RegionWorkflowImpl(Start start) {
    this.name = start.region();
    State carried = start.carried();
    this.orders = carried == null ? 0 : carried.orders();
    this.ordersAgainAt = carried == null ? 0 : carried.ordersAgainAt();
    this.wildcard = carried != null && carried.wildcard();
  }

  @Override
  public void run(Start start) {
    Workflow.upsertTypedSearchAttributes(
        Attributes.REGION.valueSet(name), Attributes.STATE.valueSet("keeping"));
    if (!wildcard) {
      // Beside the loop: agents answer on this machine's names while DNS is in trouble.
      Async.procedure(this::keepWildcard);
    }
    while (!Workflow.getInfo().isContinueAsNewSuggested()) {
      changed = false;
      look();
      Workflow.await(untilNextLook(), () -> changed);
    }
    Workflow.await(Workflow::isEveryHandlerFinished);
    Workflow.newContinueAsNewStub(RegionWorkflow.class)
        .run(new Start(name, new State(orders, ordersAgainAt, wildcard)));
  }

  @Override
  public void changed() {
    changed = true;
  }

  private void look() {
    Region region = nodes.region(name);
    RegionPlan plan = RegionPlan.of(region);
    region.live().forEach(this::keep);
    if (plan.complete()) {
      orders = 0;
    } else if (plan.missing() > 0 && Workflow.currentTimeMillis() >= ordersAgainAt) {
      orders++;
      ordersAgainAt = Workflow.currentTimeMillis() + RegionPlan.pause(orders).toMillis();
      nodes.plan(name).forEach(this::begin);
      changed = true;
    }
    show(plan);
  }

  /** A node's row whose workflow is not there: after a lost answer, or a lost Temporal. */
  private void keep(NodeState node) {
    if (!begun.contains(node.id())) {
      begin(node.id());
    }
  }

  private void begin(UUID node) {
    begun.add(node);
    NodeWorkflow child =
        Workflow.newChildWorkflowStub(NodeWorkflow.class, NodeWorkflow.childOptions(node, name));
    Promise<Void> life = Async.procedure(child::run, new NodeWorkflow.Start(node, name));
    life.handle(
        (ended, failure) -> {
          // One that runs already has looked after the node since before this run of ours.
          if (failure == null || !(failure.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
            begun.remove(node);
            changed = true;
          }
          return null;
        });
  }

  private void keepWildcard() {
    while (!wildcard) {
      try {
        cloudflare.ensureWildcard(name);
        wildcard = true;
        wildcardProblem = "";
      } catch (TemporalFailure failure) {
        wildcardProblem = Reason.of(failure);
        Workflow.sleep(WILDCARD_AGAIN);
      }
    }
    changed = true;
  }

  private Duration untilNextLook() {
    long wait = ordersAgainAt - Workflow.currentTimeMillis();
    return wait > 0 && wait < LOOK_AGAIN.toMillis() ? Duration.ofMillis(wait) : LOOK_AGAIN;
  }

  private void show(RegionPlan plan) {
    var story = new StringBuilder(plan.story());
    if (plan.missing() > 0 && ordersAgainAt > Workflow.currentTimeMillis()) {
      story.append(". Orders again at ").append(Phrases.clock(ordersAgainAt));
    }
    if (!wildcard) {
      story.append(". No wildcard record yet");
      story.append(wildcardProblem.isEmpty() ? "" : ": " + wildcardProblem);
    }
    Workflow.setCurrentDetails(story.toString());
  }
}
