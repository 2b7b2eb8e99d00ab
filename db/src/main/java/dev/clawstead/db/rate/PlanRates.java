package dev.clawstead.db.rate;

import static dev.clawstead.db.generated.Tables.PLAN_RATES;

import dev.clawstead.domain.Plan;
import dev.clawstead.domain.RateLimit;
import dev.clawstead.domain.Word;
import java.util.EnumMap;
import java.util.Map;
import org.jooq.DSLContext;

/** The rates of each plan. */
public final class PlanRates {

  private final DSLContext sql;

  public PlanRates(DSLContext sql) {
    this.sql = sql;
  }

  /** All of them; a plan without a row is not limited. */
  public Map<Plan, RateLimit> all() {
    Map<Plan, RateLimit> all = new EnumMap<>(Plan.class);
    sql.selectFrom(PLAN_RATES)
        .forEach(
            row ->
                all.put(
                    Word.of(Plan.class, row.getPlan()),
                    new RateLimit(
                        row.getRequestsPerMinute(),
                        row.getRatedTokensPerMinute(),
                        row.getConcurrent())));
    return all;
  }

  /** Changes a plan's rates; gateways know within a second. */
  public void set(Plan plan, RateLimit limit) {
    sql.insertInto(PLAN_RATES)
        .set(PLAN_RATES.PLAN, plan.word())
        .set(PLAN_RATES.REQUESTS_PER_MINUTE, Math.toIntExact(limit.requests()))
        .set(PLAN_RATES.RATED_TOKENS_PER_MINUTE, limit.tokens())
        .set(PLAN_RATES.CONCURRENT, Math.toIntExact(limit.concurrent()))
        .onConflict(PLAN_RATES.PLAN)
        .doUpdate()
        .setAllToExcluded()
        .execute();
  }
}
