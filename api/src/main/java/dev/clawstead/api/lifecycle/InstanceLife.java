package dev.clawstead.api.lifecycle;

import dev.clawstead.activities.records.InstanceRecordsActivities.Claimed;
import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.db.life.Claims;
import dev.clawstead.workflows.instance.InstanceWorkflow;
import dev.clawstead.workflows.instance.InstanceWorkflow.NewModelKey;
import dev.clawstead.workflows.instance.InstanceWorkflow.Request;
import dev.clawstead.workflows.instance.InstanceWorkflow.Start;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.workflow.Functions;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks the one writer of an instance; starts it where nobody has yet. */
@Component
public class InstanceLife {

  private static final Logger LOG = LoggerFactory.getLogger(InstanceLife.class);

  /** A signup waits this long for its cell; what comes later reaches the customer's timeline. */
  private static final Duration CLAIM_WITHIN = Duration.ofSeconds(2);

  private static final int ID_TOO_LONG = 200;

  private static final Duration CHANGE_WITHIN = Duration.ofSeconds(8);

  private final WorkflowClient client;
  private final Budget budget;
  private final Claims claims;
  private final LaterStarts later;

  InstanceLife(WorkflowClient client, Budget budget, Claims claims, LaterStarts later) {
    this.client = client;
    this.budget = budget;
    this.claims = claims;
    this.later = later;
  }

  /**
   * Gives a new order its cell: a warm one at once, and then its workflow starts after the answer;
   * else by its workflow. Whatever Temporal does, the order stands and is served later if not now.
   */
  public void claim(Ordered ordered) {
    if (claims.claimAhead(ordered.id()).isPresent()) {
      later.start(() -> start(ordered));
      return;
    }
    try {
      budget.within(
          CLAIM_WITHIN, () -> claim(stub(ordered), ordered.start(), "claim-" + ordered.id()));
    } catch (ProblemException slow) {
      LOG.warn("instance {} waits: {}", ordered.id(), slow.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("instance {} waits: Temporal refused: {}", ordered.id(), e.toString());
    }
  }

  private void start(Ordered ordered) {
    try {
      WorkflowClient.start(stub(ordered)::run, ordered.start());
    } catch (RuntimeException e) {
      LOG.warn("instance {} gets its workflow from the sweeper: {}", ordered.id(), e.toString());
    }
  }

  /** Restarts a running agent, also one whose workflow has not started yet. */
  public void restart(Ordered ordered, Request request) {
    restart(
        () -> update(ordered, "restart-" + request.id(), stub -> stub::restart, request),
        "The agent cannot be restarted right now.");
  }

  /**
   * Restarts a running agent with another key of its own; the one before works on for the overlap.
   */
  public void replaceModelKey(Ordered ordered, NewModelKey wanted) {
    restart(
        () ->
            update(
                ordered,
                "model-key-" + wanted.request().id(),
                stub -> stub::replaceModelKey,
                wanted),
        "The agent cannot be restarted with a new key right now.");
  }

  private void restart(Runnable update, String refusal) {
    budget.within(
        CHANGE_WITHIN,
        () -> {
          try {
            update.run();
          } catch (WorkflowUpdateException refused) {
            throw ProblemException.of(Kind.CONFLICT, refusal);
          }
          return true;
        });
  }

  /** Closes the address and removes everything; also an order whose workflow never started. */
  public void delete(Ordered ordered, Request request) {
    budget.within(
        CHANGE_WITHIN,
        () -> {
          update(ordered, "delete-" + request.id(), stub -> stub::delete, request);
          return true;
        });
  }

  /** Tries a queued or failed order again at once. */
  public void retry(Ordered ordered) {
    budget.within(
        CHANGE_WITHIN,
        () -> {
          client
              .newUntypedWorkflowStub(
                  InstanceWorkflow.class.getSimpleName(),
                  InstanceWorkflow.optionsFor(ordered.start()))
              .signalWithStart("retry", new Object[0], new Object[] {ordered.start()});
          return true;
        });
  }

  /** Goes the way of a claim up to where Temporal refuses it: an id so long starts nothing. */
  public void rehearse() {
    claims.claimAhead(new UUID(0, 0));
    Start nobody = new Ordered(new UUID(0, 0), new UUID(0, 0), "", "").start();
    InstanceWorkflow stub =
        client.newWorkflowStub(
            InstanceWorkflow.class,
            InstanceWorkflow.optionsFor(nobody).toBuilder()
                .setWorkflowId("rehearsal".repeat(ID_TOO_LONG))
                .build());
    try {
      budget.within(CLAIM_WITHIN, () -> claim(stub, nobody, "rehearsal"));
    } catch (WorkflowRefusedException asExpected) {
      LOG.debug("the way to Temporal is warm");
    }
  }

  private static Claimed claim(InstanceWorkflow stub, Start start, String updateId) {
    return WorkflowClient.executeUpdateWithStart(
        stub::claim,
        UpdateOptions.<Claimed>newBuilder()
            .setUpdateId(updateId)
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build(),
        new WithStartWorkflowOperation<>(stub::run, start));
  }

  private <T> void update(
      Ordered ordered,
      String id,
      Function<InstanceWorkflow, Functions.Proc1<T>> change,
      T request) {
    InstanceWorkflow stub = stub(ordered);
    WorkflowClient.executeUpdateWithStart(
        change.apply(stub),
        request,
        UpdateOptions.<Void>newBuilder()
            .setUpdateId(id)
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build(),
        new WithStartWorkflowOperation<>(stub::run, ordered.start()));
  }

  private InstanceWorkflow stub(Ordered ordered) {
    return client.newWorkflowStub(
        InstanceWorkflow.class, InstanceWorkflow.optionsFor(ordered.start()));
  }

  /** What a workflow must know to start. */
  public record Ordered(UUID id, UUID account, String region, String size) {

    Start start() {
      return new Start(id, account, region, size, null);
    }
  }
}
