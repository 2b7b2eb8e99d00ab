package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.PROVIDER_KEYS;

import dev.clawstead.db.generated.tables.records.AttemptsRecord;
import dev.clawstead.db.spending.Attempt.Result;
import dev.clawstead.db.spending.Spendings.Change;
import dev.clawstead.db.spending.Spendings.Counter;
import dev.clawstead.db.spending.Spendings.Spender;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.TokenUse;
import dev.clawstead.domain.Word;
import java.time.Duration;
import java.time.ZoneOffset;
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
    return sql.transactionResult(
        config -> record(config.dsl(), gateway, bySpender(config.dsl(), attempts)));
  }

  /** A journal names the provider's key; whose that is stands here, and with it who pays. */
  private static List<Attempt> bySpender(DSLContext tx, Collection<Attempt> attempts) {
    List<UUID> used =
        attempts.stream()
            .map(attempt -> attempt.target().key())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    Set<UUID> own =
        tx.select(PROVIDER_KEYS.ID)
            .from(PROVIDER_KEYS)
            .where(PROVIDER_KEYS.ACCOUNT_ID.isNotNull(), PROVIDER_KEYS.ID.in(used))
            .fetchSet(PROVIDER_KEYS.ID);
    return attempts.stream().map(attempt -> attempt.paidBy(own)).toList();
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
    List<UUID> instances = attempts.stream().map(a -> a.purse().instance()).distinct().toList();
    return tx.select(INSTANCES.ID, INSTANCES.ACCOUNT_ID, INSTANCES.accounts().PLAN)
        .from(INSTANCES)
        .where(INSTANCES.ID.in(instances))
        .fetchMap(r -> r.value1(), r -> new Payer(r.value2(), Word.of(Plan.class, r.value3())));
  }

  private static List<UUID> insert(
      DSLContext tx, String gateway, Map<UUID, Payer> payers, Collection<Attempt> attempts) {
    List<AttemptsRecord> rows =
        attempts.stream()
            .map(
                attempt -> {
                  AttemptsRecord row = row(attempt);
                  row.setGateway(gateway);
                  Payer payer = Objects.requireNonNull(payers.get(attempt.purse().instance()));
                  row.setAccountId(payer.account);
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

  private record Payer(UUID account, Plan plan) {}
}
