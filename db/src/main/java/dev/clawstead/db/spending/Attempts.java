package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static dev.clawstead.db.generated.Tables.INSTANCES;

import dev.clawstead.db.generated.tables.records.AttemptsRecord;
import dev.clawstead.db.spending.Attempt.Result;
import dev.clawstead.db.spending.Spendings.Counter;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.TokenUse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
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

  private static final Comparator<Paying> ORDER =
      Comparator.comparing(Paying::purse).thenComparing(Paying::day);

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
    Map<UUID, UUID> accounts = accounts(tx, attempts);
    Map<UUID, Attempt> known = new HashMap<>();
    Set<Counter> counters = new LinkedHashSet<>();
    for (Attempt attempt : attempts) {
      @Nullable UUID account = accounts.get(attempt.purse().instance());
      if (account != null) {
        known.put(attempt.id(), attempt);
        counters.addAll(Counter.all(attempt.purse(), account, attempt.day()));
      }
    }
    if (known.isEmpty()) {
      return 0;
    }
    Spendings spendings = new Spendings(tx);
    spendings.lock(counters);
    List<UUID> fresh = insert(tx, gateway, accounts, known.values());
    Map<Paying, Spend> sums = new TreeMap<>(ORDER);
    for (UUID id : fresh) {
      Attempt attempt = Objects.requireNonNull(known.get(id));
      sums.merge(new Paying(attempt.purse(), attempt.day()), attempt.result().spend(), Spend::plus);
    }
    sums.forEach(
        (paying, sum) -> {
          Spend taken = Leases.take(tx, Leases.lease(gateway, paying.purse, paying.day), sum);
          UUID account = Objects.requireNonNull(accounts.get(paying.purse.instance()));
          spendings.add(
              Counter.all(paying.purse, account, paying.day), sum, Spend.NONE.minus(taken));
        });
    tell(tx, accounts, sums.keySet());
    Anomalies.spent(tx, fresh.stream().map(id -> Objects.requireNonNull(known.get(id))).toList());
    return fresh.size();
  }

  /** In the same transaction: what is spent and not told of would never be told of. */
  private static void tell(DSLContext tx, Map<UUID, UUID> accounts, Collection<Paying> payers) {
    Map<UUID, Plan> plans = new HashMap<>();
    for (Paying paying : payers) {
      UUID instance = paying.purse.instance();
      Plan plan = plans.computeIfAbsent(instance, id -> Usage.planOf(tx, id));
      UUID account = Objects.requireNonNull(accounts.get(instance));
      SpendingNotices.spent(tx, paying.purse, account, plan, paying.day);
    }
  }

  private static Map<UUID, UUID> accounts(DSLContext tx, Collection<Attempt> attempts) {
    List<UUID> instances = attempts.stream().map(a -> a.purse().instance()).distinct().toList();
    return tx.select(INSTANCES.ID, INSTANCES.ACCOUNT_ID)
        .from(INSTANCES)
        .where(INSTANCES.ID.in(instances))
        .fetchMap(INSTANCES.ID, INSTANCES.ACCOUNT_ID);
  }

  private static List<UUID> insert(
      DSLContext tx, String gateway, Map<UUID, UUID> accounts, Collection<Attempt> attempts) {
    List<AttemptsRecord> rows =
        attempts.stream()
            .map(
                attempt -> {
                  AttemptsRecord row = row(attempt);
                  row.setGateway(gateway);
                  row.setAccountId(accounts.get(attempt.purse().instance()));
                  return row;
                })
            .toList();
    return tx.insertInto(ATTEMPTS)
        .set(rows)
        .onConflictDoNothing()
        .returning(ATTEMPTS.ID)
        .fetch(ATTEMPTS.ID);
  }

  private static AttemptsRecord row(Attempt attempt) {
    AttemptsRecord row = new AttemptsRecord();
    row.setId(attempt.id());
    row.setAt(attempt.at().atOffset(ZoneOffset.UTC));
    row.setInstanceId(attempt.purse().instance());
    row.setKeyId(attempt.purse().key());
    row.setProviderKeyId(attempt.target().key());
    row.setRequestId(attempt.request().id());
    row.setTraceId(attempt.request().trace());
    row.setAlias(attempt.request().alias());
    row.setKind(attempt.request().kind().word());
    row.setProvider(attempt.target().provider());
    row.setModel(attempt.target().model());
    row.setReservedMicros(attempt.target().reserved().micros());
    setResult(row, attempt.result());
    return row;
  }

  private static void setResult(AttemptsRecord row, Result result) {
    row.setOutcome(result.outcome().word());
    row.setEstimated(result.estimated());
    row.setStatus(result.status());
    row.setProblem(result.problem());
    TokenUse use = result.use();
    row.setInputTokens(use.input());
    row.setCachedTokens(use.cached());
    row.setCacheWriteTokens(use.cacheWrite());
    row.setOutputTokens(use.output());
    row.setReasoningTokens(use.reasoning());
    row.setRatedTokens(result.spend().tokens());
    row.setMicros(result.spend().micros());
    row.setFirstByteMicros(micros(result.firstByte()));
    row.setTotalMicros(TimeUnit.NANOSECONDS.toMicros(result.total().toNanos()));
  }

  private static @Nullable Long micros(@Nullable Duration duration) {
    return duration == null ? null : TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
  }

  private record Paying(Purse purse, LocalDate day) {}
}
