package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.ACCOUNTS;
import static dev.clawstead.db.generated.Tables.CAPS;

import dev.clawstead.db.spending.Caps.OwnCap;
import dev.clawstead.db.spending.Spendings.Counter;
import dev.clawstead.db.spending.Spendings.Standing;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.Word;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;

/** Reads what bounds spending, and how much of it is spent. */
public final class Bounds {

  private final DSLContext sql;

  public Bounds(DSLContext sql) {
    this.sql = sql;
  }

  /** Everything that bounds this account on this day: the plan first, then what it set itself. */
  public List<Bound> ofAccount(UUID account, LocalDate day) {
    return sql.transactionResult(config -> account(config.dsl(), account, day));
  }

  /** Everything that bounds this agent on this day: its account's bounds, then its own. */
  public List<Bound> ofInstance(UUID instance, LocalDate day) {
    return sql.transactionResult(
        config -> {
          DSLContext tx = config.dsl();
          List<Bound> all = account(tx, Leases.accountOf(tx, instance), day);
          all.addAll(own(tx, CapScope.INSTANCE, instance, day));
          return all;
        });
  }

  private static List<Bound> account(DSLContext tx, UUID account, LocalDate day) {
    List<Bound> all = new ArrayList<>();
    Plan plan =
        tx.select(ACCOUNTS.PLAN)
            .from(ACCOUNTS)
            .where(ACCOUNTS.ID.eq(account))
            .fetchSingle(r -> Word.of(Plan.class, r.value1()));
    if (plan.tokensPerMonth() > 0) {
      CapAmount included = new CapAmount(null, plan.tokensPerMonth());
      Counter month = Counter.ofPlan(account, day);
      all.add(
          new Bound(
              CapScope.ACCOUNT,
              CapPeriod.MONTH,
              true,
              included,
              CapAmount.NONE,
              spent(new Spendings(tx).read(List.of(month)), month)));
    }
    all.addAll(own(tx, CapScope.ACCOUNT, account, day));
    return all;
  }

  private static List<Bound> own(DSLContext tx, CapScope scope, UUID id, LocalDate day) {
    List<OwnCap> caps =
        tx.selectFrom(CAPS)
            .where(CAPS.SCOPE.eq(scope.word()), CAPS.SCOPE_ID.eq(id))
            .orderBy(CAPS.PERIOD)
            .fetch(OwnCap::of);
    Map<Counter, Standing> standings =
        new Spendings(tx).read(caps.stream().map(cap -> counter(cap, day)).toList());
    return caps.stream()
        .filter(cap -> !cap.amount().isNone())
        .map(
            cap ->
                new Bound(
                    scope,
                    cap.period(),
                    false,
                    cap.amount(),
                    cap.raised(day),
                    spent(standings, counter(cap, day))))
        .toList();
  }

  private static Counter counter(OwnCap cap, LocalDate day) {
    return Counter.of(cap.scope(), cap.id(), cap.period(), day);
  }

  private static Spend spent(Map<Counter, Standing> standings, Counter counter) {
    Standing standing = standings.get(counter);
    return standing == null ? Spend.NONE : standing.spent();
  }

  /**
   * One bound.
   *
   * @param plan whether the plan sets it, not its owner
   * @param raised what it is raised to this month
   */
  public record Bound(
      CapScope scope,
      CapPeriod period,
      boolean plan,
      CapAmount cap,
      CapAmount raised,
      Spend spent) {}
}
