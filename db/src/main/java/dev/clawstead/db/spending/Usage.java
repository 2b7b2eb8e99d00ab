package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.sum;

import dev.clawstead.db.spending.Spendings.Counter;
import dev.clawstead.db.spending.Spendings.Standing;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.Word;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Reads what an agent has used, and what it may use still. */
public final class Usage {

  private static final Field<LocalDate> DAY =
      field("(({0} at time zone 'UTC')::date)", LocalDate.class, ATTEMPTS.AT);

  private final DSLContext sql;

  public Usage(DSLContext sql) {
    this.sql = sql;
  }

  /** What this agent used from the first day to before the last, by day, model and kind. */
  public List<Line> lines(UUID instance, LocalDate from, LocalDate until) {
    return sql.select(
            DAY,
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
        .where(
            ATTEMPTS.INSTANCE_ID.eq(instance),
            ATTEMPTS.AT.ge(from.atStartOfDay().atOffset(ZoneOffset.UTC)),
            ATTEMPTS.AT.lt(until.atStartOfDay().atOffset(ZoneOffset.UTC)))
        .groupBy(DAY, ATTEMPTS.ALIAS, ATTEMPTS.PROVIDER, ATTEMPTS.MODEL, ATTEMPTS.KIND)
        .orderBy(DAY, ATTEMPTS.ALIAS, ATTEMPTS.PROVIDER, ATTEMPTS.MODEL, ATTEMPTS.KIND)
        .fetch(
            r ->
                new Line(
                    r.value1(),
                    r.value2(),
                    r.value3(),
                    r.value4(),
                    r.value5(),
                    r.value6(),
                    new Tokens(
                        number(r.value7()),
                        number(r.value8()),
                        number(r.value9()),
                        number(r.value10())),
                    new Spend(number(r.value12()), number(r.value11()))));
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
          for (Counter counter : Counter.all(purse, account, day)) {
            Standing standing = standings.get(counter);
            limits.add(
                new Limit(
                    counter.scope().word(),
                    counter.period(),
                    Optional.ofNullable(caps.get(counter)).orElse(Spend.UNBOUNDED),
                    standing == null ? Spend.NONE : standing.spent()));
          }
          return limits;
        });
  }

  static Plan planOf(DSLContext tx, UUID instance) {
    return tx.select(INSTANCES.accounts().PLAN)
        .from(INSTANCES)
        .where(INSTANCES.ID.eq(instance))
        .fetchSingle(r -> Word.of(Plan.class, r.value1()));
  }

  private static long number(@Nullable BigDecimal sum) {
    return sum == null ? 0 : sum.longValueExact();
  }

  /** What was used of one model on one UTC day. */
  public record Line(
      LocalDate day,
      String alias,
      String provider,
      String model,
      String kind,
      int attempts,
      Tokens tokens,
      Spend spend) {}

  /** Tokens of each kind; {@code input} without those that were cached or written to the cache. */
  public record Tokens(long input, long cached, long cacheWrite, long output) {}

  /** A bound and what was spent of it; {@link Spend#UNBOUNDED} where there is none. */
  public record Limit(String scope, CapPeriod period, Spend cap, Spend spent) {}
}
