package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static org.jooq.impl.DSL.any;

import dev.clawstead.db.Columns;
import dev.clawstead.db.Times;
import dev.clawstead.db.spending.Attempt.Result;
import dev.clawstead.db.spending.Spendings.Change;
import dev.clawstead.db.spending.Spendings.Counter;
import dev.clawstead.db.spending.Spendings.Spender;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.Word;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Records attempts at providers and moves what they cost from leased to spent. */
public final class Attempts {

  private static final Columns<Row> ROWS =
      new Columns<Row>()
          .with(ATTEMPTS.ID, row -> row.attempt.id())
          .with(ATTEMPTS.AT, row -> Times.of(row.attempt.at()))
          .with(ATTEMPTS.GATEWAY, row -> row.gateway)
          .with(ATTEMPTS.ACCOUNT_ID, row -> row.account)
          .with(ATTEMPTS.INSTANCE_ID, row -> row.attempt.purse().instance())
          .with(ATTEMPTS.KEY_ID, row -> row.attempt.purse().key())
          .with(ATTEMPTS.PROVIDER_KEY_ID, row -> row.attempt.target().key())
          .with(ATTEMPTS.REQUEST_ID, row -> row.attempt.request().id())
          .with(ATTEMPTS.TRACE_ID, row -> row.attempt.request().trace())
          .with(ATTEMPTS.ALIAS, row -> row.attempt.request().alias())
          .with(ATTEMPTS.KIND, row -> row.attempt.request().kind().word())
          .with(ATTEMPTS.PROVIDER, row -> row.attempt.target().provider())
          .with(ATTEMPTS.MODEL, row -> row.attempt.target().model())
          .with(ATTEMPTS.RESERVED_MICROS, row -> row.attempt.target().reserved().micros())
          .with(ATTEMPTS.OUTCOME, row -> row.result().outcome().word())
          .with(ATTEMPTS.ESTIMATED, row -> row.result().estimated())
          .with(ATTEMPTS.STATUS, row -> row.result().status())
          .with(ATTEMPTS.PROBLEM, row -> row.result().problem())
          .with(ATTEMPTS.INPUT_TOKENS, row -> row.result().use().input())
          .with(ATTEMPTS.CACHED_TOKENS, row -> row.result().use().cached())
          .with(ATTEMPTS.CACHE_WRITE_TOKENS, row -> row.result().use().cacheWrite())
          .with(ATTEMPTS.OUTPUT_TOKENS, row -> row.result().use().output())
          .with(ATTEMPTS.REASONING_TOKENS, row -> row.result().use().reasoning())
          .with(ATTEMPTS.RATED_TOKENS, row -> row.result().spend().tokens())
          .with(ATTEMPTS.MICROS, row -> row.result().spend().micros())
          .with(ATTEMPTS.FIRST_BYTE_MICROS, row -> micros(row.result().firstByte()))
          .with(ATTEMPTS.TOTAL_MICROS, row -> micros(row.result().total()));

  private final DSLContext sql;

  public Attempts(DSLContext sql) {
    this.sql = sql;
  }

  /**
   * Records these attempts of one gateway in one transaction. Those that are there already change
   * nothing, so that a journal may be told again from any point. Those of an instance that does not
   * exist are left out.
   *
   * @return how many were new
   */
  public int record(String gateway, Collection<Attempt> attempts) {
    return sql.transactionResult(config -> record(config.dsl(), gateway, attempts));
  }

  private static int record(DSLContext tx, String gateway, Collection<Attempt> attempts) {
    Map<UUID, Attempt> known = new HashMap<>();
    Map<UUID, Payer> payers = payers(tx, attempts);
    Set<Counter> counters = new LinkedHashSet<>();
    for (Attempt attempt : attempts) {
      @Nullable Payer payer = payers.get(attempt.purse().instance());
      if (payer != null) {
        known.put(attempt.id(), attempt);
        counters.addAll(Counter.all(attempt.purse(), payer.account, attempt.day()));
      }
    }
    if (known.isEmpty()) {
      return 0;
    }
    Spendings spendings = new Spendings(tx);
    spendings.lock(counters);
    List<Attempt> fresh =
        insert(tx, gateway, payers, known.values()).stream()
            .map(id -> Objects.requireNonNull(known.get(id)))
            .toList();
    Map<Spender, Spend> sums = sums(fresh, payers);
    Map<Spender, Spend> taken = Leases.take(tx, gateway, sums);
    Map<Counter, Change> changes = new TreeMap<>();
    sums.forEach(
        (spender, sum) -> {
          Spend offLease = Spend.NONE.minus(taken.getOrDefault(spender, Spend.NONE));
          for (Counter counter : spender.counters()) {
            changes.merge(counter, new Change(sum, offLease), Change::plus);
          }
        });
    spendings.add(changes);
    // In the same transaction: what is spent and not told of would never be told of.
    SpendingNotices.spent(tx, sums.keySet());
    Anomalies.spent(tx, fresh);
    return fresh.size();
  }

  private static Map<Spender, Spend> sums(List<Attempt> attempts, Map<UUID, Payer> payers) {
    Map<Spender, Spend> sums = new LinkedHashMap<>();
    for (Attempt attempt : attempts) {
      Payer payer = Objects.requireNonNull(payers.get(attempt.purse().instance()));
      Spender spender = new Spender(attempt.purse(), payer.account, payer.plan, attempt.day());
      sums.merge(spender, attempt.result().spend(), Spend::plus);
    }
    return sums;
  }

  private static Map<UUID, Payer> payers(DSLContext tx, Collection<Attempt> attempts) {
    UUID[] instances =
        attempts.stream().map(a -> a.purse().instance()).distinct().toArray(UUID[]::new);
    return tx.select(INSTANCES.ID, INSTANCES.ACCOUNT_ID, INSTANCES.accounts().PLAN)
        .from(INSTANCES)
        .where(INSTANCES.ID.eq(any(instances)))
        .fetchMap(r -> r.value1(), r -> new Payer(r.value2(), Word.of(Plan.class, r.value3())));
  }

  private static List<UUID> insert(
      DSLContext tx, String gateway, Map<UUID, Payer> payers, Collection<Attempt> attempts) {
    List<Row> rows =
        attempts.stream()
            .map(
                attempt ->
                    new Row(
                        attempt,
                        gateway,
                        Objects.requireNonNull(payers.get(attempt.purse().instance())).account))
            .toList();
    return tx.insertInto(ATTEMPTS)
        .columns(ROWS.fields())
        .select(ROWS.select(rows))
        .onConflictDoNothing()
        .returning(ATTEMPTS.ID)
        .fetch(ATTEMPTS.ID);
  }

  private static @Nullable Long micros(@Nullable Duration duration) {
    return duration == null ? null : TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
  }

  private record Row(Attempt attempt, String gateway, UUID account) {

    Result result() {
      return attempt.result();
    }
  }

  private record Payer(UUID account, Plan plan) {}
}
