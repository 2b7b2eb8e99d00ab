package dev.clawstead.db.route;

import static dev.clawstead.db.generated.Tables.PERMITS;
import static dev.clawstead.db.generated.Tables.ROUTES;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;

import dev.clawstead.db.Times;
import dev.clawstead.db.route.Route.Access;
import dev.clawstead.db.route.Route.Cell;
import dev.clawstead.db.route.Route.ModelKey;
import dev.clawstead.db.route.Route.Permit;
import dev.clawstead.domain.Hold;
import dev.clawstead.domain.RouteState;
import dev.clawstead.domain.Word;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectOnConditionStep;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;

/** Reads addresses together with their permits. */
public final class Routes {

  /** Longer than any transaction that changes a route, so that none is past when it is seen. */
  private static final Duration JUST_NOW = Duration.ofSeconds(15);

  private final DSLContext sql;

  public Routes(DSLContext sql) {
    this.sql = sql;
  }

  /** The address with this slug, if it was ever given out. */
  public Optional<Route> find(String slug) {
    return select().where(ROUTES.SLUG.eq(slug)).fetchOptional(Routes::route);
  }

  /** Those of the addresses that exist. */
  public List<Route> find(Collection<String> slugs) {
    // One array parameter, so that the statement is the same for any number of slugs.
    return select().where(ROUTES.SLUG.eq(any(slugs.toArray(String[]::new)))).fetch(Routes::route);
  }

  /**
   * The addresses that changed within the last seconds and whose cells' keys for models have been
   * replaced: few at any time, and asked for often.
   */
  public List<Route> withNewModelKeys() {
    return select()
        .where(
            ROUTES.MODEL_KEY_BEFORE_ENDS.isNotNull(),
            ROUTES.UPDATED_AT.gt(currentOffsetDateTime().sub(DayToSecond.valueOf(JUST_NOW))))
        .fetch(Routes::route);
  }

  /** Every address and its version. */
  public Map<String, Long> versions() {
    Map<String, Long> versions = new HashMap<>();
    try (var rows = sql.select(ROUTES.SLUG, ROUTES.VERSION).from(ROUTES).fetchLazy()) {
      rows.forEach(row -> versions.put(row.value1(), row.value2()));
    }
    return versions;
  }

  /**
   * Tells in one row whether a table held elsewhere is in step. Versions come from one sequence and
   * only move forward, so two states of the table with the same count have different sums.
   */
  public Digest digest() {
    return sql.select(
            count().cast(Long.class), coalesce(sum(ROUTES.VERSION), inline(0)).cast(Long.class))
        .from(ROUTES)
        .fetchSingle(row -> new Digest(row.value1(), row.value2()));
  }

  private SelectOnConditionStep<? extends Record> select() {
    return sql.select(
            ROUTES.SLUG,
            ROUTES.CELL_ID,
            ROUTES.ADDRESS,
            ROUTES.PORT,
            ROUTES.KEY_VERSION,
            ROUTES.MODEL_KEY_VERSION,
            ROUTES.MODEL_KEY_BEFORE_ENDS,
            ROUTES.INSTANCE_ID,
            ROUTES.STATE,
            ROUTES.ACCESS_VERSION,
            ROUTES.ACCESS_TOKEN_HASH,
            ROUTES.VERSION,
            PERMITS.CELL_ID,
            PERMITS.EPOCH,
            PERMITS.HOLDS)
        .from(ROUTES)
        .leftJoin(PERMITS)
        .on(PERMITS.INSTANCE_ID.eq(ROUTES.INSTANCE_ID));
  }

  private static Route route(Record row) {
    byte @Nullable [] hash = row.get(ROUTES.ACCESS_TOKEN_HASH);
    return new Route(
        row.get(ROUTES.SLUG),
        new Cell(
            row.get(ROUTES.CELL_ID),
            row.get(ROUTES.ADDRESS),
            row.get(ROUTES.PORT),
            row.get(ROUTES.KEY_VERSION),
            new ModelKey(
                row.get(ROUTES.MODEL_KEY_VERSION),
                Times.orNull(row.get(ROUTES.MODEL_KEY_BEFORE_ENDS)))),
        row.get(ROUTES.INSTANCE_ID),
        Word.of(RouteState.class, row.get(ROUTES.STATE)),
        new Access(
            row.get(ROUTES.ACCESS_VERSION), hash == null ? null : HexFormat.of().formatHex(hash)),
        permit(row),
        row.get(ROUTES.VERSION));
  }

  private static @Nullable Permit permit(Record row) {
    @Nullable UUID cell = row.get(PERMITS.CELL_ID);
    if (cell == null) {
      return null;
    }
    return new Permit(
        cell,
        row.get(PERMITS.EPOCH),
        Arrays.stream(row.get(PERMITS.HOLDS))
            .map(hold -> Word.of(Hold.class, hold))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** How many addresses there are, and the sum of their versions. */
  public record Digest(long count, long versions) {}
}
