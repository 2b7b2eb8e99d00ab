package dev.clawstead.db.catalogue;

import static dev.clawstead.db.generated.Tables.BREAKERS;
import static dev.clawstead.db.generated.Tables.PROVIDER_KEYS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;

/** How each gateway finds the platform's keys at the providers, as the gateways tell it. */
public final class Breakers {

  /** A gateway that has said nothing for so long is gone. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(15);

  private final DSLContext sql;

  public Breakers(DSLContext sql) {
    this.sql = sql;
  }

  /**
   * From now on this is all that the gateway says; to be said again at least every few seconds.
   * What gateways have said that are gone is forgotten.
   */
  public void tell(String gateway, Collection<Standing> standings) {
    sql.transaction(
        config -> {
          DSLContext tx = config.dsl();
          tx.deleteFrom(BREAKERS).where(BREAKERS.GATEWAY.eq(gateway)).execute();
          tx.deleteFrom(BREAKERS).where(BREAKERS.SEEN_AT.lt(silentSince())).execute();
          var insert =
              tx.insertInto(
                  BREAKERS,
                  BREAKERS.GATEWAY,
                  BREAKERS.PROVIDER_KEY_ID,
                  BREAKERS.STATE,
                  BREAKERS.PROBLEM,
                  BREAKERS.SINCE);
          for (Standing one : standings) {
            insert =
                insert.values(
                    gateway, one.key, one.state, one.problem, one.since.atOffset(ZoneOffset.UTC));
          }
          if (!standings.isEmpty()) {
            insert.execute();
          }
        });
  }

  /** What living gateways say of keys that are not removed, by gateway and key, after this one. */
  public List<Listed> list(@Nullable Position after, int rows) {
    return sql.select(BREAKERS.asterisk(), PROVIDER_KEYS.PROVIDER, PROVIDER_KEYS.NAME)
        .from(BREAKERS)
        .join(PROVIDER_KEYS)
        .on(PROVIDER_KEYS.ID.eq(BREAKERS.PROVIDER_KEY_ID))
        .where(
            BREAKERS.SEEN_AT.ge(silentSince()),
            PROVIDER_KEYS.STATE.ne("removed"),
            after == null
                ? noCondition()
                : row(BREAKERS.GATEWAY, BREAKERS.PROVIDER_KEY_ID).gt(after.gateway, after.key))
        .orderBy(BREAKERS.GATEWAY, BREAKERS.PROVIDER_KEY_ID)
        .limit(rows)
        .fetch(
            r ->
                new Listed(
                    r.get(BREAKERS.GATEWAY),
                    r.get(PROVIDER_KEYS.PROVIDER),
                    r.get(PROVIDER_KEYS.NAME),
                    new Standing(
                        r.get(BREAKERS.PROVIDER_KEY_ID),
                        r.get(BREAKERS.STATE),
                        r.get(BREAKERS.PROBLEM),
                        r.get(BREAKERS.SINCE).toInstant())));
  }

  private static Field<java.time.OffsetDateTime> silentSince() {
    return currentOffsetDateTime().sub(DayToSecond.valueOf(SILENCE_MAX));
  }

  /** How one gateway finds one key: closed, open, half-open or refused, and since when. */
  public record Standing(UUID key, String state, @Nullable String problem, Instant since) {}

  /** The same with what people know the key by. */
  public record Listed(String gateway, String provider, String keyName, Standing standing) {}

  /** A place in the list. */
  public record Position(String gateway, UUID key) {}
}
