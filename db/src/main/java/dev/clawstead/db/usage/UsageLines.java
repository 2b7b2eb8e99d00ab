package dev.clawstead.db.usage;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.sum;

import dev.clawstead.domain.Spend;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** What was used of models, by UTC day. */
public final class UsageLines {

  private static final Field<LocalDate> DAY =
      field("(({0} at time zone 'UTC')::date)", LocalDate.class, ATTEMPTS.AT);

  private final DSLContext sql;

  public UsageLines(DSLContext sql) {
    this.sql = sql;
  }

  /** What this agent used, by day, model and kind. */
  public List<Line> ofInstance(UUID instance, Days days) {
    return lines(ATTEMPTS.INSTANCE_ID.eq(instance), days);
  }

  /** What all agents of this account used, by day, agent, model and kind. */
  public List<Line> ofAccount(UUID account, Days days) {
    return lines(ATTEMPTS.ACCOUNT_ID.eq(account), days);
  }

  /** What this agent spent on each day on which it called. */
  public SortedMap<LocalDate, Spend> dailyOfInstance(UUID instance, Days days) {
    return daily(ATTEMPTS.INSTANCE_ID.eq(instance), days);
  }

  /** What this account spent on each day on which one of its agents called. */
  public SortedMap<LocalDate, Spend> dailyOfAccount(UUID account, Days days) {
    return daily(ATTEMPTS.ACCOUNT_ID.eq(account), days);
  }

  private SortedMap<LocalDate, Spend> daily(Condition whose, Days days) {
    SortedMap<LocalDate, Spend> daily = new TreeMap<>();
    sql.select(DAY, sum(ATTEMPTS.MICROS), sum(ATTEMPTS.RATED_TOKENS))
        .from(ATTEMPTS)
        .where(whose, days.holdAttempts())
        .groupBy(DAY)
        .forEach(r -> daily.put(r.value1(), new Spend(number(r.value2()), number(r.value3()))));
    return daily;
  }

  private List<Line> lines(Condition whose, Days days) {
    return sql.select(
            DAY,
            ATTEMPTS.INSTANCE_ID,
            INSTANCES.NAME,
            ATTEMPTS.ALIAS,
            ATTEMPTS.PROVIDER,
            ATTEMPTS.MODEL,
            ATTEMPTS.KIND,
            count(),
            sum(ATTEMPTS.INPUT_TOKENS),
            sum(ATTEMPTS.CACHED_TOKENS),
            sum(ATTEMPTS.CACHE_WRITE_TOKENS),
            sum(ATTEMPTS.OUTPUT_TOKENS),
            sum(ATTEMPTS.RATED_TOKENS),
            sum(ATTEMPTS.MICROS))
        .from(ATTEMPTS)
        .join(INSTANCES)
        .on(INSTANCES.ID.eq(ATTEMPTS.INSTANCE_ID))
        .where(whose, days.holdAttempts())
        .groupBy(
            DAY,
            ATTEMPTS.INSTANCE_ID,
            INSTANCES.NAME,
            ATTEMPTS.ALIAS,
            ATTEMPTS.PROVIDER,
            ATTEMPTS.MODEL,
            ATTEMPTS.KIND)
        .orderBy(
            DAY,
            ATTEMPTS.INSTANCE_ID,
            ATTEMPTS.ALIAS,
            ATTEMPTS.PROVIDER,
            ATTEMPTS.MODEL,
            ATTEMPTS.KIND)
        .fetch(
            r ->
                new Line(
                    r.value1(),
                    new Agent(r.value2(), r.value3()),
                    new Sold(r.value4(), r.value5(), r.value6()),
                    r.value7(),
                    r.value8(),
                    new Tokens(
                        number(r.value9()),
                        number(r.value10()),
                        number(r.value11()),
                        number(r.value12())),
                    new Spend(number(r.value14()), number(r.value13()))));
  }

  private static long number(@Nullable BigDecimal sum) {
    return sum == null ? 0 : sum.longValueExact();
  }

  /** What one agent used of one model in one kind of call on one UTC day. */
  public record Line(
      LocalDate day,
      Agent agent,
      Sold sold,
      String kind,
      int attempts,
      Tokens tokens,
      Spend spend) {}

  /** Which agent. */
  public record Agent(UUID id, String name) {}

  /** Under which name it asked, and what served it. */
  public record Sold(String alias, String provider, String model) {}

  /** Tokens of each kind; {@code input} without those that were cached or written to the cache. */
  public record Tokens(long input, long cached, long cacheWrite, long output) {}
}
