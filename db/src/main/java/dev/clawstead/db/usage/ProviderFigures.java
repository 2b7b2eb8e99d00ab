package dev.clawstead.db.usage;

import static dev.clawstead.db.generated.Tables.ACCOUNTS;
import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static dev.clawstead.db.generated.Tables.PROVIDER_KEYS;
import static org.jooq.impl.DSL.boolOr;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.percentileDisc;
import static org.jooq.impl.DSL.sum;

import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Role;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.Word;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** What operators ask of all attempts together. */
public final class ProviderFigures {

  private static final String FAILED = "failed";
  private static final String CUT = "cut";

  private final DSLContext sql;

  public ProviderFigures(DSLContext sql) {
    this.sql = sql;
  }

  /**
   * How each provider's models did on these days. A fallback is an attempt at a call of which an
   * earlier attempt had failed.
   */
  public List<Figures> of(Days days) {
    Field<Boolean> fallback =
        coalesce(
                boolOr(ATTEMPTS.OUTCOME.eq(FAILED))
                    .over()
                    .partitionBy(ATTEMPTS.INSTANCE_ID, ATTEMPTS.REQUEST_ID)
                    .orderBy(ATTEMPTS.ID)
                    .rowsBetweenUnboundedPreceding()
                    .andPreceding(1),
                false)
            .as("fallback");
    var each =
        sql.select(
                ATTEMPTS.PROVIDER,
                ATTEMPTS.MODEL,
                ATTEMPTS.OUTCOME,
                ATTEMPTS.RATED_TOKENS,
                ATTEMPTS.MICROS,
                ATTEMPTS.FIRST_BYTE_MICROS,
                fallback)
            .from(ATTEMPTS)
            .where(days.holdAttempts())
            .asTable("each_one");
    Field<String> provider = each.field(ATTEMPTS.PROVIDER);
    Field<String> model = each.field(ATTEMPTS.MODEL);
    Field<String> outcome = each.field(ATTEMPTS.OUTCOME);
    Field<Long> firstByte = each.field(ATTEMPTS.FIRST_BYTE_MICROS);
    return sql.select(
            provider,
            model,
            count(),
            count().filterWhere(outcome.eq(FAILED)),
            count().filterWhere(outcome.eq(CUT)),
            count().filterWhere(each.field(fallback)),
            sum(each.field(ATTEMPTS.RATED_TOKENS)),
            sum(each.field(ATTEMPTS.MICROS)),
            percentileDisc(0.5).withinGroupOrderBy(firstByte),
            percentileDisc(0.99).withinGroupOrderBy(firstByte))
        .from(each)
        .groupBy(provider, model)
        .orderBy(provider, model)
        .fetch(
            r ->
                new Figures(
                    r.value1(),
                    r.value2(),
                    new Counts(r.value3(), r.value4(), r.value5(), r.value6()),
                    new Spend(number(r.value8()), number(r.value7())),
                    micros(r.value9()),
                    micros(r.value10())));
  }

  /**
   * What the platform's own keys were used for, in micros at our prices: calls with customers' keys
   * cost us nothing.
   */
  public long costMicros(Days days) {
    return number(
        sql.select(sum(ATTEMPTS.MICROS))
            .from(ATTEMPTS)
            .leftJoin(PROVIDER_KEYS)
            .on(PROVIDER_KEYS.ID.eq(ATTEMPTS.PROVIDER_KEY_ID))
            .where(days.holdAttempts(), PROVIDER_KEYS.ACCOUNT_ID.isNull())
            .fetchSingle()
            .value1());
  }

  /** How many customers came on each UTC day until these days' end, by plan. */
  public List<Customers> customers(Days days) {
    Field<LocalDate> day =
        field("(({0} at time zone 'UTC')::date)", LocalDate.class, ACCOUNTS.CREATED_AT);
    return sql.select(day, ACCOUNTS.PLAN, count())
        .from(ACCOUNTS)
        .where(ACCOUNTS.ROLE.eq(Role.CUSTOMER.word()), day.lt(days.until()))
        .groupBy(day, ACCOUNTS.PLAN)
        .fetch(r -> new Customers(r.value1(), Word.of(Plan.class, r.value2()), r.value3()));
  }

  private static long number(@Nullable BigDecimal sum) {
    return sum == null ? 0 : sum.longValueExact();
  }

  private static @Nullable Long micros(@Nullable BigDecimal percentile) {
    return percentile == null ? null : percentile.longValue();
  }

  /** How one model did; the first byte's times are in microseconds, absent when none came. */
  public record Figures(
      String provider,
      String model,
      Counts counts,
      Spend spend,
      @Nullable Long firstByteMicrosP50,
      @Nullable Long firstByteMicrosP99) {}

  /** Attempts, and how many of them went otherwise than well. */
  public record Counts(int attempts, int failed, int cut, int fallbacks) {}

  /** How many customers of one plan came on one day. */
  public record Customers(LocalDate since, Plan plan, int count) {}
}
