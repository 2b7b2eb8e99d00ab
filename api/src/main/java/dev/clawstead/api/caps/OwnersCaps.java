package dev.clawstead.api.caps;

import dev.clawstead.api.caps.CapsController.NewCaps;
import dev.clawstead.api.caps.CapsController.NewRaise;
import dev.clawstead.api.caps.CapsViews.AccountCaps;
import dev.clawstead.api.caps.CapsViews.InstanceCaps;
import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.Database;
import dev.clawstead.db.audit.Audit;
import dev.clawstead.db.catalogue.Catalogues;
import dev.clawstead.db.instance.Instance;
import dev.clawstead.db.spending.Bounds;
import dev.clawstead.db.spending.CapAmount;
import dev.clawstead.db.spending.Caps;
import dev.clawstead.db.spending.Caps.OwnCap;
import dev.clawstead.db.spending.SpendingRules;
import dev.clawstead.domain.CapChoice;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.Plan;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks what owners decide about spending, and writes it down. */
@Component
class OwnersCaps {

  private final Database database;
  private final Bounds bounds;
  private final Clock clock;

  OwnersCaps(Database database, Clock clock) {
    this.database = database;
    this.bounds = new Bounds(database.sql());
    this.clock = clock;
  }

  InstanceCaps of(Instance instance) {
    LocalDate today = today();
    return InstanceCaps.of(
        CapsViews.caps(bounds.ofInstance(instance.id(), today), today),
        SpendingRules.of(database.sql(), instance.id()),
        clock.instant());
  }

  AccountCaps ofAccount(Caller caller) {
    LocalDate today = today();
    return new AccountCaps(CapsViews.caps(bounds.ofAccount(caller.accountId(), today), today));
  }

  InstanceCaps set(Caller caller, Instance instance, NewCaps body) {
    FieldErrors errors = new FieldErrors();
    CapAmount day = Amount.check(errors, "day", body.day());
    CapAmount month = Amount.check(errors, "month", body.month());
    CapChoice choice = body.checkedChoice(errors);
    checkAlias(errors, caller.account().plan(), choice, body.cheaperAlias());
    errors.orThrow();
    database
        .sql()
        .transaction(
            tx -> {
              put(new Caps(tx.dsl()), CapScope.INSTANCE, instance.id(), day, month);
              SpendingRules.set(
                  tx.dsl(),
                  instance.id(),
                  choice,
                  body.cheaperAlias(),
                  Boolean.TRUE.equals(body.pauseOnAnomaly()));
              Audit.add(
                  tx.dsl(),
                  audit(caller, "caps.set", "instance:" + instance.id())
                      .with("choice", choice.word()));
            });
    return of(instance);
  }

  private void checkAlias(
      FieldErrors errors, Plan plan, CapChoice choice, @Nullable String alias) {
    if (choice != CapChoice.CHEAPER) {
      if (alias != null) {
        errors.add("cheaperAlias", "goes with the choice cheaper only");
      }
      return;
    }
    boolean isSold =
        alias != null
            && new Catalogues(database.sql())
                .load().links().stream()
                    .anyMatch(
                        link ->
                            link.alias().equals(alias)
                                && (link.plan() == null || link.plan() == plan));
    if (!isSold) {
      errors.add("cheaperAlias", alias == null ? "is missing" : "is no model of your plan");
    }
  }

  AccountCaps setAccount(Caller caller, CapAmount day, CapAmount month) {
    database
        .sql()
        .transaction(
            tx -> {
              put(new Caps(tx.dsl()), CapScope.ACCOUNT, caller.accountId(), day, month);
              Audit.add(
                  tx.dsl(), audit(caller, "caps.set", "account:" + caller.accountId()));
            });
    return ofAccount(caller);
  }

  private static void put(Caps caps, CapScope scope, UUID id, CapAmount day, CapAmount month) {
    caps.set(scope, id, CapPeriod.DAY, day);
    caps.set(scope, id, CapPeriod.MONTH, month);
  }

  InstanceCaps raise(Caller caller, Instance instance, NewRaise body) {
    FieldErrors errors = new FieldErrors();
    CapAmount to = Amount.check(errors, "", new Amount(body.micros(), body.tokens()));
    CapPeriod period = body.checkedPeriod(errors);
    if (to.isNone()) {
      errors.add("micros", "or tokens must say how far");
    }
    errors.orThrow();
    LocalDate today = today();
    database
        .sql()
        .transaction(
            tx -> {
              Caps caps = new Caps(tx.dsl());
              OwnCap cap = capToRaise(caps, instance.id(), period);
              check(cap, to, today, caller.account().plan());
              caps.raise(cap.scope(), cap.id(), cap.period(), to, today);
              Audit.add(
                  tx.dsl(),
                  audit(caller, "cap.raise", "instance:" + instance.id())
                      .with("period", cap.period().word()));
            });
    return of(instance);
  }

  private static OwnCap capToRaise(Caps caps, UUID instance, @Nullable CapPeriod period) {
    OwnCap month =
        period == CapPeriod.DAY ? null : caps.find(CapScope.INSTANCE, instance, CapPeriod.MONTH);
    OwnCap found =
        period == CapPeriod.MONTH || (month != null && !month.amount().isNone())
            ? month
            : caps.find(CapScope.INSTANCE, instance, CapPeriod.DAY);
    if (found == null || found.amount().isNone()) {
      throw ProblemException.of(Kind.CONFLICT, "The agent has no such cap of its own to raise.");
    }
    return found;
  }

  private static void check(OwnCap cap, CapAmount to, LocalDate today, Plan plan) {
    FieldErrors errors = new FieldErrors();
    check(errors, "micros", cap.on(today).micros(), to.micros());
    check(errors, "tokens", cap.on(today).tokens(), to.tokens());
    Long tokens = to.tokens();
    if (tokens != null && plan.tokensPerMonth() > 0 && tokens > plan.tokensPerMonth()) {
      errors.add("tokens", "must not be above the " + plan.tokensPerMonth() + " of your plan");
    }
    errors.orThrow();
  }

  private static void check(
      FieldErrors errors, String field, @Nullable Long now, @Nullable Long to) {
    if (to == null) {
      return;
    }
    if (now == null) {
      errors.add(field, "are not capped");
    } else if (to < now) {
      errors.add(field, "must not be below " + now + ", which holds now");
    }
  }

  InstanceCaps unpause(Caller caller, Instance instance) {
    database
        .sql()
        .transaction(
            tx -> {
              SpendingRules.pause(tx.dsl(), instance.id(), null);
              Audit.add(
                  tx.dsl(), audit(caller, "instance.unpause", "instance:" + instance.id()));
            });
    return of(instance);
  }

  private static Audit.Entry audit(Caller caller, String action, String subject) {
    return Audit.Entry.of(caller.accountId(), caller.actor(), action, subject);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
