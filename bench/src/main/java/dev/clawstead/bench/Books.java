package dev.clawstead.bench;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static dev.clawstead.db.generated.Tables.LEASES;
import static dev.clawstead.db.generated.Tables.SPENDINGS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.sum;

import dev.clawstead.db.generated.tables.records.AttemptsRecord;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** What the platform has recorded of attempts at providers, and of the budgets that pay. */
final class Books {

  private static final long LOOK_MILLIS = 50;

  private final DSLContext sql;

  Books(DSLContext sql) {
    this.sql = sql;
  }

  /** One recorded attempt. */
  record Entry(
      UUID id,
      String requestId,
      String outcome,
      boolean estimated,
      long input,
      long cached,
      long cacheWrite,
      long output,
      long micros,
      long reservedMicros) {

    boolean isDone() {
      return outcome.equals("done");
    }

    long tokens() {
      return input + cached + cacheWrite + output;
    }
  }

  List<Entry> entries() {
    return sql.selectFrom(ATTEMPTS).fetch(Books::entry);
  }

  private static Entry entry(AttemptsRecord row) {
    return new Entry(
        row.getId(),
        row.getRequestId(),
        row.getOutcome(),
        row.getEstimated(),
        row.getInputTokens(),
        row.getCachedTokens(),
        row.getCacheWriteTokens(),
        row.getOutputTokens(),
        row.getMicros(),
        row.getReservedMicros());
  }

  int count() {
    return sql.fetchCount(ATTEMPTS);
  }

  /** What gateways hold and have not spent, in both of the places that say so. */
  long leasedMicros() {
    return total(LEASES.MICROS, DSL.noCondition())
        + total(SPENDINGS.LEASED_MICROS, DSL.noCondition());
  }

  /** What an instance has spent this month, as caps see it. */
  long spentMicros(UUID instance) {
    return total(
        SPENDINGS.MICROS, SPENDINGS.SCOPE_ID.eq(instance).and(SPENDINGS.PERIOD.eq("month")));
  }

  /** The same for everybody, as caps see it, less what the attempts add up to. */
  long spentBesidesAttempts() {
    long spent =
        total(SPENDINGS.MICROS, SPENDINGS.SCOPE.eq("instance").and(SPENDINGS.PERIOD.eq("month")));
    return spent
        - sql.select(coalesce(sum(ATTEMPTS.MICROS), BigDecimal.ZERO))
            .from(ATTEMPTS)
            .fetchSingle()
            .value1()
            .longValueExact();
  }

  private long total(Field<Long> what, Condition where) {
    var table = what.equals(LEASES.MICROS) ? LEASES : SPENDINGS;
    return sql.select(coalesce(sum(what), BigDecimal.ZERO))
        .from(table)
        .where(where)
        .fetchSingle()
        .value1()
        .longValueExact();
  }

  /** Sets what an instance may spend this month. */
  void cap(UUID instance, long micros) {
    sql.execute(
        "insert into caps (scope, scope_id, period, micros) values ('instance', ?, 'month', ?)",
        instance,
        micros);
  }

  /**
   * Waits until nothing is held any more and so many attempts are recorded; returns whether that
   * came about.
   */
  boolean awaitRest(int attempts, long seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (count() < attempts || leasedMicros() != 0) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
    return true;
  }
}
