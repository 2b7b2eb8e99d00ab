package dev.clawstead.api.instance;

import dev.clawstead.api.idempotency.TwoSteps;
import dev.clawstead.api.instance.InstanceController.NewInstance;
import dev.clawstead.api.instance.NewAgent.Asked;
import dev.clawstead.api.lifecycle.InstanceLife;
import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.api.session.Caller;
import dev.clawstead.api.settings.ApiSettings;
import dev.clawstead.db.audit.Audit;
import dev.clawstead.db.instance.Instances;
import dev.clawstead.db.order.Orders;
import dev.clawstead.domain.Plan;
import dev.clawstead.secrets.PlatformSecret;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Orders one more agent for an account that is there. */
@Component
class InstanceOrders {

  private final ApiSettings settings;
  private final PlatformSecret secret;
  private final Instances instances;
  private final InstanceViews views;
  private final InstanceLife life;

  InstanceOrders(
      ApiSettings settings,
      PlatformSecret secret,
      Instances instances,
      InstanceViews views,
      InstanceLife life) {
    this.settings = settings;
    this.secret = secret;
    this.instances = instances;
    this.views = views;
    this.life = life;
  }

  TwoSteps<NewAgent, InstanceView> order(Caller caller, NewInstance body) {
    return new Order(caller, body);
  }

  private final class Order implements TwoSteps<NewAgent, InstanceView> {

    private final Caller caller;
    private final NewInstance body;

    Order(Caller caller, NewInstance body) {
      this.caller = caller;
      this.body = body;
    }

    @Override
    public Class<NewAgent> planType() {
      return NewAgent.class;
    }

    @Override
    public Class<InstanceView> answerType() {
      return InstanceView.class;
    }

    @Override
    public NewAgent plan() {
      Plan own = caller.account().plan();
      FieldErrors errors = new FieldErrors();
      NewAgent agent =
          NewAgent.check(
              errors,
              settings,
              new Asked(caller.accountId(), "name", body.name(), body.plan(), body.region(), own));
      errors.orThrow();
      if (agent.plan().compareTo(own) > 0) {
        throw ProblemException.on(
            Kind.CONFLICT,
            "plan",
            agent.plan().word() + " is more than your account's plan, " + own.word());
      }
      return agent;
    }

    @Override
    public void begin(DSLContext tx, NewAgent agent) {
      Plan own = caller.account().plan();
      if (Orders.liveInstances(tx, caller.accountId()) >= own.instances()) {
        throw ProblemException.on(
            Kind.CONFLICT,
            "plan",
            own.word() + " allows " + own.instances() + " agents, and you have them all");
      }
      Orders.place(tx, agent.order(settings, secret));
      Audit.add(
          tx,
          Audit.Entry.of(
                  caller.accountId(), caller.actor(), "instance.ordered", "instance:" + agent.id())
              .with("plan", agent.plan().word())
              .with("region", agent.region()));
    }

    @Override
    public InstanceView finish(NewAgent agent) {
      life.claim(agent.ordered());
      return views.view(instances.find(agent.id()).orElseThrow());
    }
  }
}
