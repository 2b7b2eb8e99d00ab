package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.INSTANCES;

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
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Reads what bounds an agent, and how much of it is spent. */
public final class Usage {

  private final DSLContext sql;

  public Usage(DSLContext sql) {
    this.sql = sql;
  }

  /** Every cap that bounds this agent on this day, with what was spent of it; account's first. */
  public List<Limit> limits(UUID instance, LocalDate day) {
    return sql.transactionResult(
        config -> {
          DSLContext tx = config.dsl();
          UUID account = Leases.accountOf(tx, instance);
          Plan plan = planOf(tx, instance);
          Purse purse = new Purse(instance, null);
          Spendings spendings = new Spendings(tx);
          Map<Counter, Spend> caps = spendings.caps(purse, account, plan, day);
          Map<Counter, Standing> standings = spendings.read(Counter.all(purse, account, day));
          List<Limit> limits = new ArrayList<>();
          for (Counter counter : shown(Counter.all(purse, account, day), caps)) {
            Standing standing = standings.get(counter);
            limits.add(
                new Limit(
                    counter.scope().shown().word(),
                    counter.period(),
                    Optional.ofNullable(caps.get(counter)).orElse(Spend.UNBOUNDED),
                    standing == null ? Spend.NONE : standing.spent()));
          }
          return limits;
        });
  }

  /** What the plan includes stands for the account's month, unless that has a cap of its own. */
  private static List<Counter> shown(List<Counter> all, Map<Counter, Spend> caps) {
    boolean planBounds = caps.keySet().stream().anyMatch(c -> c.scope() == CapScope.PLAN);
    return all.stream()
        .filter(
            counter ->
                caps.containsKey(counter)
                    || switch (counter.scope()) {
                      case PLAN -> false;
                      case ACCOUNT -> !planBounds || counter.period() != CapPeriod.MONTH;
                      case INSTANCE, KEY -> true;
                    })
        .toList();
  }

  static Plan planOf(DSLContext tx, UUID instance) {
    return tx.select(INSTANCES.accounts().PLAN)
        .from(INSTANCES)
        .where(INSTANCES.ID.eq(instance))
        .fetchSingle(r -> Word.of(Plan.class, r.value1()));
  }

  /** A bound and what was spent of it; {@link Spend#UNBOUNDED} where there is none. */
  public record Limit(String scope, CapPeriod period, Spend cap, Spend spent) {}
}
