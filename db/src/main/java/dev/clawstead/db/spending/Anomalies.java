package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.NOTICES;
import static dev.clawstead.db.generated.Tables.SPENT_HOURS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.percentileCont;
import static org.jooq.impl.DSL.row;

import dev.clawstead.db.Columns;
import dev.clawstead.db.Times;
import dev.clawstead.db.mail.Mails;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.NoticeKind;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.UuidV7;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Finds hours that cost far more than an agent's hours do. It runs where spending is recorded and
 * in that transaction: nothing else sees every hour within a second of its spending, and neither a
 * restart nor an outage of what runs workflows leaves one out. An hour that is cheap, as nearly all
 * are, costs one row's update.
 */
public final class Anomalies {

  /** What nobody minds: 1 $ in an hour. */
  private static final long FLOOR_MICROS = 1_000_000;

  /**
   * A new agent has no history; an hour that costs this part of its plan's price is one too many.
   */
  private static final int PLAN_DIVISOR = 4;

  private static final long MICROS_PER_CENT = 10_000;

  /** By contract: its price is not known here. */
  private static final long ENTERPRISE_MICROS = 25_000_000;

  private static final int HOURS_KNOWN_MIN = 24;
  private static final double MOST_HOURS = 0.95;
  private static final int TIMES = 4;
  private static final Duration HISTORY = Duration.ofDays(14);
  private static final Duration PAUSE = Duration.ofHours(1);

  private static final Columns<Map.Entry<Hour, Long>> COSTS =
      new Columns<Map.Entry<Hour, Long>>()
          .with(SPENT_HOURS.INSTANCE_ID, cost -> cost.getKey().instance)
          .with(SPENT_HOURS.HOUR, cost -> Times.of(cost.getKey().begin))
          .with(SPENT_HOURS.MICROS, Map.Entry::getValue);

  /** How a notice names the hour that it is about. */
  private static final Columns<Hour> TOLD =
      new Columns<Hour>()
          .with(NOTICES.SCOPE_ID, Hour::instance)
          .with(NOTICES.SINCE, hour -> Times.of(hour.begin));

  private Anomalies() {}

  /** Removes hours that are too old to compare with. */
  public static void forgetOld(DSLContext sql) {
    sql.deleteFrom(SPENT_HOURS)
        .where(SPENT_HOURS.HOUR.lt(Times.of(Times.now().minus(HISTORY.multipliedBy(2)))))
        .execute();
  }

  /** These attempts are recorded; the counters of those who paid must be locked. */
  static void spent(DSLContext tx, Collection<Attempt> attempts) {
    Map<Hour, Long> sums = new HashMap<>();
    for (Attempt attempt : attempts) {
      long micros = attempt.result().spend().micros();
      if (micros > 0) {
        Instant hour = attempt.at().truncatedTo(ChronoUnit.HOURS);
        sums.merge(new Hour(attempt.purse().instance(), hour), micros, Long::sum);
      }
    }
    Map<Hour, Long> dear = add(tx, sums);
    dear.keySet().removeAll(told(tx, dear.keySet()));
    dear.forEach(
        (hour, spent) -> {
          if (spent > usual(tx, hour.instance, hour.begin)) {
            tell(tx, hour.instance, hour.begin, spent);
          }
        });
  }

  /** Adds these, and returns the hours that are not cheap with all that they cost now. */
  private static Map<Hour, Long> add(DSLContext tx, Map<Hour, Long> micros) {
    if (micros.isEmpty()) {
      return new HashMap<>();
    }
    Map<Hour, Long> dear = new HashMap<>();
    tx
        .insertInto(SPENT_HOURS)
        .columns(COSTS.fields())
        .select(COSTS.select(micros.entrySet()))
        .onConflict(SPENT_HOURS.INSTANCE_ID, SPENT_HOURS.HOUR)
        .doUpdate()
        .set(SPENT_HOURS.MICROS, SPENT_HOURS.MICROS.plus(excluded(SPENT_HOURS.MICROS)))
        .returning()
        .fetch()
        .stream()
        .filter(row -> row.getMicros() > FLOOR_MICROS)
        .forEach(
            row ->
                dear.put(new Hour(row.getInstanceId(), Times.of(row.getHour())), row.getMicros()));
    return dear;
  }

  /** Those of them of which somebody was told already. */
  private static Set<Hour> told(DSLContext tx, Set<Hour> hours) {
    if (hours.isEmpty()) {
      return Set.of();
    }
    return tx.select(NOTICES.SCOPE_ID, NOTICES.SINCE)
        .from(NOTICES)
        .where(
            NOTICES.KIND.eq(NoticeKind.ANOMALY.word()), row(TOLD.fields()).in(TOLD.select(hours)))
        .fetchSet(r -> new Hour(r.value1(), Times.of(r.value2())));
  }

  private record Hour(UUID instance, Instant begin) {}

  /** What an hour of this agent may cost without anybody wondering. */
  private static long usual(DSLContext tx, UUID instance, Instant hour) {
    OffsetDateTime now = Times.of(hour);
    var past =
        tx.select(
                count(),
                percentileCont(BigDecimal.valueOf(MOST_HOURS))
                    .withinGroupOrderBy(SPENT_HOURS.MICROS))
            .from(SPENT_HOURS)
            .where(
                SPENT_HOURS.INSTANCE_ID.eq(instance),
                SPENT_HOURS.HOUR.lt(now),
                SPENT_HOURS.HOUR.ge(now.minus(HISTORY)))
            .fetchSingle();
    if (past.value1() < HOURS_KNOWN_MIN) {
      return floor(Usage.planOf(tx, instance));
    }
    return Math.max(FLOOR_MICROS, TIMES * past.value2().longValue());
  }

  private static long floor(Plan plan) {
    return plan == Plan.ENTERPRISE
        ? ENTERPRISE_MICROS
        : Math.max(FLOOR_MICROS, plan.priceCents() * MICROS_PER_CENT / PLAN_DIVISOR);
  }

  private static void tell(DSLContext tx, UUID instance, Instant hour, long spent) {
    UUID id = UuidV7.next();
    UUID account = Leases.accountOf(tx, instance);
    boolean isFirst =
        tx.insertInto(NOTICES)
                .set(NOTICES.ID, id)
                .set(NOTICES.KIND, NoticeKind.ANOMALY.word())
                .set(NOTICES.ACCOUNT_ID, account)
                .set(NOTICES.INSTANCE_ID, instance)
                .set(NOTICES.SCOPE, CapScope.INSTANCE.word())
                .set(NOTICES.SCOPE_ID, instance)
                .set(NOTICES.PERIOD, "hour")
                .set(NOTICES.SINCE, Times.of(hour))
                .set(NOTICES.SPENT_MICROS, spent)
                .set(NOTICES.SPENT_TOKENS, 0L)
                .onConflictDoNothing()
                .execute()
            == 1;
    if (!isFirst) {
      return;
    }
    Mails.add(tx, id, account);
    Instant until = Times.now().plus(PAUSE);
    boolean isOver = hour.plus(PAUSE).isBefore(Times.now());
    if (!isOver && SpendingRules.of(tx, instance).pauseOnAnomaly()) {
      SpendingRules.pause(tx, instance, until);
    }
  }
}
