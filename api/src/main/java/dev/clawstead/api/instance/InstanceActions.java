package dev.clawstead.api.instance;

import dev.clawstead.api.instance.InstanceController.Ticket;
import dev.clawstead.api.lifecycle.InstanceLife;
import dev.clawstead.api.lifecycle.InstanceLife.Ordered;
import dev.clawstead.api.lifecycle.WorkflowRefusedException;
import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.Database;
import dev.clawstead.db.Times;
import dev.clawstead.db.audit.Audit;
import dev.clawstead.db.instance.Instance;
import dev.clawstead.db.instance.Instances;
import dev.clawstead.db.instance.NewTickets;
import dev.clawstead.domain.Actor;
import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.Word;
import dev.clawstead.secrets.Tokens;
import dev.clawstead.workflows.instance.InstanceWorkflow.NewModelKey;
import dev.clawstead.workflows.instance.InstanceWorkflow.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an owner does to an agent that is there. */
@Component
public class InstanceActions {

  private static final Duration TICKET = Duration.ofSeconds(60);

  private final Database database;
  private final Instances instances;
  private final InstanceViews views;
  private final InstanceLife life;

  InstanceActions(Database database, Instances instances, InstanceViews views, InstanceLife life) {
    this.database = database;
    this.instances = instances;
    this.views = views;
    this.life = life;
  }

  /** The caller's own agent; somebody else's does not exist. */
  public Instance find(Caller caller, UUID id) {
    return instances
        .find(caller.accountId(), id)
        .orElseThrow(() -> ProblemException.notFound("agent"));
  }

  InstanceView restart(Caller caller, Instance instance, String requestId) {
    mustRun(instance, "only a running one restarts.");
    audit(caller, instance.id(), "instance.restart");
    Request request = new Request(requestId, Actor.CUSTOMER.word());
    try {
      life.restart(ordered(instance), request);
    } catch (WorkflowRefusedException ended) {
      throw ProblemException.of(Kind.CONFLICT, "The agent cannot be restarted any more.");
    }
    return current(instance.id());
  }

  InstanceView replaceModelKey(
      Caller caller, Instance instance, String requestId, Duration overlap) {
    mustRun(instance, "only a running one gets a new key.");
    audit(caller, instance.id(), "model-key.rotate-own");
    Request request = new Request(requestId, Actor.CUSTOMER.word());
    try {
      life.replaceModelKey(
          ordered(instance), new NewModelKey(request, Math.toIntExact(overlap.toSeconds())));
    } catch (WorkflowRefusedException ended) {
      throw ProblemException.of(Kind.CONFLICT, "The agent cannot get a new key any more.");
    }
    return current(instance.id());
  }

  private static void mustRun(Instance instance, String why) {
    if (state(instance) != InstanceState.RUNNING) {
      throw ProblemException.of(Kind.CONFLICT, "The agent is " + instance.state() + "; " + why);
    }
  }

  InstanceView delete(Caller caller, UUID id, @Nullable String typed) {
    Instance instance = find(caller, id);
    if (!instance.name().equals(typed)) {
      FieldErrors errors = new FieldErrors();
      errors.add("name", typed == null ? "is missing" : "is not the name of this agent");
      errors.orThrow();
    }
    InstanceState state = state(instance);
    if (state == InstanceState.DELETED || state == InstanceState.DELETING) {
      return views.view(instance);
    }
    audit(caller, id, "instance.delete");
    try {
      life.delete(ordered(instance), new Request("delete-" + id, Actor.CUSTOMER.word()));
    } catch (WorkflowRefusedException ended) {
      // It ended between our look and our request: then the rows say so.
      if (state(instances.find(id).orElseThrow()) != InstanceState.DELETED) {
        throw ended;
      }
    }
    return current(id);
  }

  Ticket ticket(Caller caller, Instance instance) {
    String url = views.url(instance, state(instance));
    if (url == null) {
      throw ProblemException.of(
          Kind.CONFLICT, "The agent is " + instance.state() + "; it has no address to open.");
    }
    String token = Tokens.random("");
    Instant expiresAt = Times.now().plus(TICKET);
    database
        .sql()
        .transaction(tx -> NewTickets.add(tx.dsl(), Tokens.hash(token), instance.id(), expiresAt));
    return new Ticket(url + "/.clawstead/open?ticket=" + token, expiresAt);
  }

  static Ordered ordered(Instance instance) {
    return new Ordered(instance.id(), instance.account(), instance.region(), instance.size());
  }

  private InstanceView current(UUID id) {
    return views.view(instances.find(id).orElseThrow());
  }

  private void audit(Caller caller, UUID instance, String action) {
    database
        .sql()
        .transaction(
            tx ->
                Audit.add(
                    tx.dsl(),
                    Audit.Entry.of(
                        caller.accountId(), caller.actor(), action, "instance:" + instance)));
  }

  private static InstanceState state(Instance instance) {
    return Word.of(InstanceState.class, instance.state());
  }
}
