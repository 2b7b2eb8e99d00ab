package dev.clawstead.db.rate;

import static dev.clawstead.db.generated.Tables.RATE_SHARES;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import dev.clawstead.domain.RateLimit;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.types.DayToSecond;

/**
 * How gateways share an agent's rates: each has some hundredths of them, all together never more
 * than the whole. One that is alone has all of it; where there are several, each comes to an equal
 * part as the others make room.
 */
public final class RateShares {

  /** A gateway that did not renew its parts for so long is gone. */
  private static final Duration LIFETIME = Duration.ofSeconds(30);

  private static final Field<OffsetDateTime> EXPIRY =
      currentOffsetDateTime().add(DayToSecond.valueOf(LIFETIME));

  private final DSLContext sql;

  public RateShares(DSLContext sql) {
    this.sql = sql;
  }

  /**
   * Gives the gateway what is free of its equal part, or takes away what it has beyond that.
   *
   * @return the hundredths that are its own now, perhaps none until others make room
   */
  public int take(String gateway, UUID instance) {
    return sql.transactionResult(
        config -> {
          DSLContext tx = config.dsl();
          // There may be no row yet that could be locked.
          tx.execute(
              "select pg_advisory_xact_lock(hashtextextended('rates of ' || ?, 0))",
              instance.toString());
          tx.deleteFrom(RATE_SHARES)
              .where(
                  RATE_SHARES.INSTANCE_ID.eq(instance),
                  RATE_SHARES.EXPIRES_AT.lt(currentOffsetDateTime()))
              .execute();
          List<Integer> others =
              tx.select(RATE_SHARES.PARTS)
                  .from(RATE_SHARES)
                  .where(RATE_SHARES.INSTANCE_ID.eq(instance), RATE_SHARES.GATEWAY.ne(gateway))
                  .fetch(RATE_SHARES.PARTS);
          int free = RateLimit.PARTS - others.stream().mapToInt(Integer::intValue).sum();
          int parts = Math.min(free, RateLimit.PARTS / (others.size() + 1));
          tx.insertInto(RATE_SHARES)
              .set(RATE_SHARES.INSTANCE_ID, instance)
              .set(RATE_SHARES.GATEWAY, gateway)
              .set(RATE_SHARES.PARTS, parts)
              .set(RATE_SHARES.EXPIRES_AT, EXPIRY)
              .onConflict(RATE_SHARES.INSTANCE_ID, RATE_SHARES.GATEWAY)
              .doUpdate()
              .setAllToExcluded()
              .execute();
          return parts;
        });
  }

  /** The agents whose parts this gateway has to {@link #take} again, since others came or went. */
  public List<UUID> due(String gateway) {
    Field<Integer> own =
        max(when(RATE_SHARES.GATEWAY.eq(gateway), RATE_SHARES.PARTS).otherwise(inline(-1)));
    Field<Integer> equal = inline(RateLimit.PARTS).div(count());
    Field<Integer> given = sum(RATE_SHARES.PARTS).cast(Integer.class);
    return sql.select(RATE_SHARES.INSTANCE_ID)
        .from(RATE_SHARES)
        .where(
            RATE_SHARES.INSTANCE_ID.in(
                select(RATE_SHARES.INSTANCE_ID)
                    .from(RATE_SHARES)
                    .where(RATE_SHARES.GATEWAY.eq(gateway))),
            RATE_SHARES.EXPIRES_AT.ge(currentOffsetDateTime()))
        .groupBy(RATE_SHARES.INSTANCE_ID)
        .having(own.gt(equal).or(own.lt(equal).and(given.lt(inline(RateLimit.PARTS)))))
        .fetch(RATE_SHARES.INSTANCE_ID);
  }

  /** Keeps these agents' parts. */
  public void renew(String gateway, Collection<UUID> instances) {
    sql.update(RATE_SHARES)
        .set(RATE_SHARES.EXPIRES_AT, EXPIRY)
        .where(RATE_SHARES.GATEWAY.eq(gateway), among(instances))
        .execute();
  }

  /** Leaves these agents' parts to others. */
  public void release(String gateway, Collection<UUID> instances) {
    sql.deleteFrom(RATE_SHARES).where(RATE_SHARES.GATEWAY.eq(gateway), among(instances)).execute();
  }

  /** An array, which has no bound on how many it holds. */
  private static Condition among(Collection<UUID> instances) {
    return RATE_SHARES.INSTANCE_ID.eq(any(instances.toArray(UUID[]::new)));
  }
}
