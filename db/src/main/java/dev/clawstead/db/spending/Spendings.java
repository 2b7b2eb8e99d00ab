package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.CAPS;
import static dev.clawstead.db.generated.Tables.SPENDINGS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.row;

import dev.clawstead.db.Columns;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectForUpdateStep;
import org.jooq.Table;

/**
 * The counters of what was spent and leased. Everybody who changes some locks them first, in one
 * order, so that two changes wait for each other and never for ever.
 */
final class Spendings {

  private static final Columns<Counter> KEYS =
      new Columns<Counter>()
          .with(SPENDINGS.SCOPE, counter -> counter.scope.word())
          .with(SPENDINGS.SCOPE_ID, counter -> counter.id)
          .with(SPENDINGS.PERIOD, counter -> counter.period.word())
          .with(SPENDINGS.SINCE, counter -> counter.since);

  private static final String CHANGE = "change";
  private static final Columns<Map.Entry<Counter, Change>> CHANGES =
      new Columns<Map.Entry<Counter, Change>>()
          .with(SPENDINGS.SCOPE, change -> change.getKey().scope.word())
          .with(SPENDINGS.SCOPE_ID, change -> change.getKey().id)
          .with(SPENDINGS.PERIOD, change -> change.getKey().period.word())
          .with(SPENDINGS.SINCE, change -> change.getKey().since)
          .with(SPENDINGS.MICROS, change -> change.getValue().spent.micros())
          .with(SPENDINGS.TOKENS, change -> change.getValue().spent.tokens())
          .with(SPENDINGS.LEASED_MICROS, change -> change.getValue().leased.micros())
          .with(SPENDINGS.LEASED_TOKENS, change -> change.getValue().leased.tokens());

  private final DSLContext tx;

  /** Needs a transaction: the locks are held until it ends. */
  Spendings(DSLContext tx) {
    this.tx = tx;
  }

  /** Locks these counters, and makes those that do not exist yet. */
  Map<Counter, Standing> lock(Collection<Counter> counters) {
    TreeSet<Counter> sorted = new TreeSet<>(counters);
    tx.insertInto(SPENDINGS)
        .columns(KEYS.fields())
        .select(KEYS.select(sorted))
        .onConflictDoNothing()
        .execute();
    return standings(rows(sorted).forUpdate().of(SPENDINGS).fetch());
  }

  /** These counters as they are, those that do not exist left out; locks nothing. */
  Map<Counter, Standing> read(Collection<Counter> counters) {
    return standings(rows(counters).fetch());
  }

  private SelectForUpdateStep<SpendingsRecord> rows(Collection<Counter> counters) {
    return tx.selectFrom(SPENDINGS)
        .where(row(KEYS.fields()).in(KEYS.select(counters)))
        .orderBy(KEYS.fields());
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
    Map<Counter, Change> changes = new HashMap<>();
    counters.forEach(counter -> changes.put(counter, new Change(spent, leased)));
    add(changes);
  }

  /** Adds to each counter what is said of it, in one go. */
  void add(Map<Counter, Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    Table<Record> given = CHANGES.table(CHANGE, changes.entrySet());
    tx.update(SPENDINGS)
        .set(SPENDINGS.MICROS, changed(SPENDINGS.MICROS))
        .set(SPENDINGS.TOKENS, changed(SPENDINGS.TOKENS))
        .set(SPENDINGS.LEASED_MICROS, changed(SPENDINGS.LEASED_MICROS))
        .set(SPENDINGS.LEASED_TOKENS, changed(SPENDINGS.LEASED_TOKENS))
        .from(given)
        .where(KEYS.fields().stream().map(Spendings::isGiven).toList())
        .execute();
  }

  private static Field<Long> changed(Field<Long> amount) {
    return amount.plus(Columns.of(CHANGE, amount));
  }

  private static <T> Condition isGiven(Field<T> key) {
    return key.eq(Columns.of(CHANGE, key));
  }

  /** The caps that bound this purse, by the counter they bound. */
  Map<Counter, Spend> caps(Purse purse, UUID account, Plan plan, LocalDate day) {
    return caps(List.of(new Spender(purse, account, plan, day)));
  }

  /** The caps that bound any of these, by the counter they bound. */
  Map<Counter, Spend> caps(Collection<Spender> spenders) {
    Map<Counter, Spend> caps = new HashMap<>();
    Map<UUID, Set<LocalDate>> days = new HashMap<>();
    for (Spender spender : spenders) {
      spender
          .scopes()
          .values()
          .forEach(id -> days.computeIfAbsent(id, i -> new TreeSet<>()).add(spender.day));
      if (spender.plan.tokensPerMonth() > 0 && !spender.purse.own()) {
        caps.put(
            Counter.ofPlan(spender.account, spender.day),
            new Spend(Spend.UNBOUNDED.micros(), spender.plan.tokensPerMonth()));
      }
    }
    tx.selectFrom(CAPS)
        .where(CAPS.SCOPE_ID.eq(any(days.keySet().toArray(UUID[]::new))))
        .forEach(
            r -> {
              OwnCap cap = OwnCap.of(r);
              for (LocalDate day : days.getOrDefault(cap.id(), Set.of())) {
                caps.merge(
                    Counter.of(cap.scope(), cap.id(), cap.period(), day),
                    cap.on(day).spend(),
                    Spend::atMost);
              }
            });
    return caps;
  }

  /** What was spent, and what is leased beside it. */
  record Standing(Spend spent, Spend leased) {

    Spend leftOf(Spend cap) {
      return cap.minus(spent).minus(leased);
    }
  }

  /** What a counter changes by; either may be negative. */
  record Change(Spend spent, Spend leased) {

    Change plus(Change other) {
      return new Change(spent.plus(other.spent), leased.plus(other.leased));
    }
  }

  /** Who spends on a day, and who pays. */
  record Spender(Purse purse, UUID account, Plan plan, LocalDate day) {

    Map<CapScope, UUID> scopes() {
      return purse.scopes(account);
    }

    /** Every counter that its spending moves. */
    List<Counter> counters() {
      return Counter.all(purse, account, day);
    }

    OfDay ofDay() {
      return new OfDay(purse, day);
    }

    /** What one lease is for. */
    record OfDay(Purse purse, LocalDate day) {}
  }

  /** One counter: whose, and of which day or month. */
  record Counter(CapScope scope, UUID id, CapPeriod period, LocalDate since)
      implements Comparable<Counter> {

    static Counter of(CapScope scope, UUID id, CapPeriod period, LocalDate day) {
      return new Counter(scope, id, period, period.since(day));
    }

    /** What the account's plan has paid for this month. */
    static Counter ofPlan(UUID account, LocalDate day) {
      return of(CapScope.PLAN, account, CapPeriod.MONTH, day);
    }

    /** Every counter that a purse's spending of this day moves. */
    static List<Counter> all(Purse purse, UUID account, LocalDate day) {
      List<Counter> counters = new ArrayList<>();
      if (!purse.own()) {
        counters.add(ofPlan(account, day));
      }
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

    @Override
    public int compareTo(Counter other) {
      int byScope = scope.word().compareTo(other.scope.word());
      int byId = byScope != 0 ? byScope : id.toString().compareTo(other.id.toString());
      int byPeriod = byId != 0 ? byId : period.word().compareTo(other.period.word());
      return byPeriod != 0 ? byPeriod : since.compareTo(other.since);
    }
  }
}
