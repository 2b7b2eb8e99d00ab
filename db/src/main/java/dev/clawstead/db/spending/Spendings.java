package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.CAPS;
import static dev.clawstead.db.generated.Tables.SPENDINGS;
import static org.jooq.impl.DSL.row;

import dev.clawstead.db.generated.tables.records.SpendingsRecord;
import dev.clawstead.db.spending.Caps.OwnCap;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.Word;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Row4;
import org.jooq.SelectForUpdateStep;

/**
 * The counters of what was spent and leased. Everybody who changes some locks them first, in one
 * order, so that two changes wait for each other and never for ever.
 */
final class Spendings {

  private final DSLContext tx;

  /** Needs a transaction: the locks are held until it ends. */
  Spendings(DSLContext tx) {
    this.tx = tx;
  }

  /** Locks these counters, and makes those that do not exist yet. */
  Map<Counter, Standing> lock(Collection<Counter> counters) {
    TreeSet<Counter> sorted = new TreeSet<>(counters);
    var insert =
        tx.insertInto(
            SPENDINGS, SPENDINGS.SCOPE, SPENDINGS.SCOPE_ID, SPENDINGS.PERIOD, SPENDINGS.SINCE);
    for (Counter c : sorted) {
      insert = insert.values(c.scope.word(), c.id, c.period.word(), c.since);
    }
    insert.onConflictDoNothing().execute();
    return standings(rows(sorted).forUpdate().fetch());
  }

  /** These counters as they are, those that do not exist left out; locks nothing. */
  Map<Counter, Standing> read(Collection<Counter> counters) {
    return standings(rows(counters).fetch());
  }

  private SelectForUpdateStep<SpendingsRecord> rows(Collection<Counter> counters) {
    return tx.selectFrom(SPENDINGS)
        .where(
            row(SPENDINGS.SCOPE, SPENDINGS.SCOPE_ID, SPENDINGS.PERIOD, SPENDINGS.SINCE)
                .in(counters.stream().map(Counter::row).toList()))
        .orderBy(SPENDINGS.SCOPE, SPENDINGS.SCOPE_ID, SPENDINGS.PERIOD, SPENDINGS.SINCE);
  }

  private static Map<Counter, Standing> standings(List<SpendingsRecord> rows) {
    Map<Counter, Standing> standings = new HashMap<>();
    for (SpendingsRecord r : rows) {
      standings.put(
          new Counter(
              Word.of(CapScope.class, r.getScope()),
              r.getScopeId(),
              Word.of(CapPeriod.class, r.getPeriod()),
              r.getSince()),
          new Standing(
              new Spend(r.getMicros(), r.getTokens()),
              new Spend(r.getLeasedMicros(), r.getLeasedTokens())));
    }
    return standings;
  }

  /** Adds to what was spent and to what is leased; either may be negative. */
  void add(Collection<Counter> counters, Spend spent, Spend leased) {
    tx.update(SPENDINGS)
        .set(SPENDINGS.MICROS, SPENDINGS.MICROS.plus(spent.micros()))
        .set(SPENDINGS.TOKENS, SPENDINGS.TOKENS.plus(spent.tokens()))
        .set(SPENDINGS.LEASED_MICROS, SPENDINGS.LEASED_MICROS.plus(leased.micros()))
        .set(SPENDINGS.LEASED_TOKENS, SPENDINGS.LEASED_TOKENS.plus(leased.tokens()))
        .where(
            row(SPENDINGS.SCOPE, SPENDINGS.SCOPE_ID, SPENDINGS.PERIOD, SPENDINGS.SINCE)
                .in(counters.stream().map(Counter::row).toList()))
        .execute();
  }

  /** The caps that bound this purse, by the counter they bound. */
  Map<Counter, Spend> caps(Purse purse, UUID account, Plan plan, LocalDate day) {
    Map<Counter, Spend> caps = new HashMap<>();
    if (plan.tokensPerMonth() > 0) {
      caps.put(
          Counter.of(CapScope.ACCOUNT, account, CapPeriod.MONTH, day),
          new Spend(Spend.UNBOUNDED.micros(), plan.tokensPerMonth()));
    }
    tx.selectFrom(CAPS)
        .where(
            row(CAPS.SCOPE, CAPS.SCOPE_ID)
                .in(
                    purse.scopes(account).entrySet().stream()
                        .map(e -> row(e.getKey().word(), e.getValue()))
                        .toList()))
        .forEach(
            r -> {
              OwnCap cap = OwnCap.of(r);
              caps.merge(
                  Counter.of(cap.scope(), cap.id(), cap.period(), day),
                  cap.on(day).spend(),
                  Spend::atMost);
            });
    return caps;
  }

  /** What was spent, and what is leased beside it. */
  record Standing(Spend spent, Spend leased) {

    Spend leftOf(Spend cap) {
      return cap.minus(spent).minus(leased);
    }
  }

  /** One counter: whose, and of which day or month. */
  record Counter(CapScope scope, UUID id, CapPeriod period, LocalDate since)
      implements Comparable<Counter> {

    static Counter of(CapScope scope, UUID id, CapPeriod period, LocalDate day) {
      return new Counter(scope, id, period, period.since(day));
    }

    /** Every counter that a purse's spending of this day moves. */
    static List<Counter> all(Purse purse, UUID account, LocalDate day) {
      List<Counter> counters = new ArrayList<>();
      purse
          .scopes(account)
          .forEach(
              (scope, id) -> {
                for (CapPeriod period : CapPeriod.values()) {
                  counters.add(of(scope, id, period, day));
                }
              });
      return counters;
    }

    Row4<String, UUID, String, LocalDate> row() {
      return org.jooq.impl.DSL.row(scope.word(), id, period.word(), since);
    }

    @Override
    public int compareTo(Counter other) {
      int byScope = scope.word().compareTo(other.scope.word());
      int byId = byScope != 0 ? byScope : id.toString().compareTo(other.id.toString());
      int byPeriod = byId != 0 ? byId : period.word().compareTo(other.period.word());
      return byPeriod != 0 ? byPeriod : since.compareTo(other.since);
    }
  }
}
