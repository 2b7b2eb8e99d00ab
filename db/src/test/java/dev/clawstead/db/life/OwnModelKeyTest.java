package dev.clawstead.db.life;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.INSTANCE_EVENTS;
import static dev.clawstead.db.generated.Tables.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Crowd;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.event.Timeline.Line;
import dev.clawstead.db.route.Route;
import dev.clawstead.db.route.Routes;
import dev.clawstead.domain.EventLevel;
import dev.clawstead.domain.RouteState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cell's own key for models is replaced: which versions are good, and until when. */
class OwnModelKeyTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Database database = TestDatabase.create();
  private final TestRows rows = new TestRows(database.sql());
  private final Claims claims = new Claims(database.sql(), Clock.systemUTC());
  private final Lives lives = new Lives(database.sql());
  private final Routes routes = new Routes(database.sql());
  private final UUID cell = rows.warmCell(rows.node(5));
  private final UUID instance = rows.order();
  private final String slug = Objects.requireNonNull(claims.claim(instance).slug());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theKeyBeforeWorksUntilTheNewOneIsInItsPlaceAndForTheOverlapAfterThat() {
    lives.replacingModelKey(instance, HOUR, line("key/1"));

    assertThat(route().state()).isEqualTo(RouteState.STARTING);
    assertThat(route().cell().modelKey().version()).isEqualTo(2);
    assertThat(leftOfTheKeyBefore()).isBetween(HOUR, HOUR.multipliedBy(2));
    assertThat(state()).isEqualTo("restarting");

    lives.opened(instance, cell, line("opened/1"));

    assertThat(route().state()).isEqualTo(RouteState.OPEN);
    assertThat(route().cell().modelKey().version()).isEqualTo(2);
    assertThat(leftOfTheKeyBefore()).isBetween(Duration.ofMinutes(50), HOUR);
    assertThat(detail("opened/1")).startsWith("The key it had before works until ");
  }

  @Test
  void withoutAnOverlapTheKeyBeforeIsVoidOnceTheNewOneIsInItsPlace() {
    lives.replacingModelKey(instance, Duration.ZERO, line("key/1"));
    assertThat(leftOfTheKeyBefore()).isPositive();

    lives.opened(instance, cell, line("opened/1"));

    assertThat(leftOfTheKeyBefore()).isLessThanOrEqualTo(Duration.ZERO);
    assertThat(detail("opened/1")).isEqualTo("The key it had before is void.");
  }

  @Test
  void aRepeatReplacesNothingTwiceAndMovesNoEnd() {
    lives.replacingModelKey(instance, HOUR, line("key/1"));
    lives.replacingModelKey(instance, HOUR, line("key/1"));
    lives.opened(instance, cell, line("opened/1"));
    @Nullable Instant end = route().cell().modelKey().beforeEnds();
    lives.opened(instance, cell, line("opened/1"));
    lives.opened(instance, cell, line("opened/2"));

    assertThat(route().cell().modelKey().version()).isEqualTo(2);
    assertThat(route().cell().modelKey().beforeEnds()).isEqualTo(end);
    assertThat(detail("opened/2")).isNull();
  }

  @Test
  void ofManyAtOnceEachIsANewVersionAndRepeatsAreNone() throws Exception {
    Callable<Boolean> repeat = replacing("key/same");
    List<Callable<Boolean>> others =
        IntStream.range(0, 16).mapToObj(n -> replacing("key/" + n)).toList();

    Crowd.together(Collections.nCopies(16, repeat));
    assertThat(route().cell().modelKey().version()).isEqualTo(2);
    Crowd.together(others);

    assertThat(route().cell().modelKey().version()).isEqualTo(18);
    assertThat(database.sql().fetchSingle(CELLS, CELLS.ID.eq(cell)).getModelKeyVersion())
        .isEqualTo(18);
  }

  @Test
  void neitherTheAddressTokenNorTheRoutersCredentialChanges() {
    Route before = route();

    lives.replacingModelKey(instance, HOUR, line("key/1"));
    lives.opened(instance, cell, line("opened/1"));

    assertThat(route().access()).isEqualTo(before.access());
    assertThat(route().cell().keyVersion()).isEqualTo(before.cell().keyVersion());
    assertThat(route().permit()).isEqualTo(before.permit());
  }

  @Test
  void anAgentThatIsBeingDeletedGetsNoNewKey() {
    lives.closing(instance, line("closing"));

    lives.replacingModelKey(instance, HOUR, line("key/1"));

    assertThat(state()).isEqualTo("deleting");
    assertThat(route().state()).isEqualTo(RouteState.GONE);
    assertThat(route().cell().modelKey()).isEqualTo(new Route.ModelKey(1, null));
    assertThat(database.sql().fetchExists(INSTANCE_EVENTS, INSTANCE_EVENTS.EVENT_KEY.eq("key/1")))
        .isFalse();
  }

  @Test
  void anotherCellBeginsWithItsOwnFirstKey() {
    lives.replacingModelKey(instance, HOUR, line("key/1"));

    lives.unplaced(instance, cell, "the server is gone", line("u1"));
    UUID next = rows.warmCell(rows.node(1));
    claims.place(instance);

    assertThat(route().cell().id()).isEqualTo(next);
    assertThat(route().cell().modelKey()).isEqualTo(new Route.ModelKey(1, null));
  }

  @Test
  void noAddressOfTheCellKeepsItsKeyGood() {
    lives.unplaced(instance, cell, "the server is gone", line("u1"));
    UUID moved = rows.warmCell(rows.node(1));
    claims.place(instance);
    lives.replacingModelKey(instance, Duration.ZERO, line("key/1"));
    lives.opened(instance, moved, line("opened/1"));

    List<Route.ModelKey> keys =
        database
            .sql()
            .select(ROUTES.SLUG)
            .from(ROUTES)
            .where(ROUTES.CELL_ID.eq(moved))
            .fetch(ROUTES.SLUG)
            .stream()
            .map(one -> routes.find(one).orElseThrow().cell().modelKey())
            .toList();
    assertThat(keys).hasSize(2).containsOnly(route().cell().modelKey());
  }

  @Test
  void gatewaysFindWhatChangedJustNowWithoutBeingTold() {
    assertThat(routes.withNewModelKeys()).isEmpty();

    lives.replacingModelKey(instance, HOUR, line("key/1"));

    assertThat(routes.withNewModelKeys()).containsExactly(route());
    database.sql().execute("update routes set updated_at = now() - interval '1 minute'");
    assertThat(routes.withNewModelKeys()).isEmpty();
  }

  private Callable<Boolean> replacing(String key) {
    return () -> {
      lives.replacingModelKey(instance, HOUR, line(key));
      return true;
    };
  }

  private Duration leftOfTheKeyBefore() {
    return Duration.between(
        Instant.now(), Objects.requireNonNull(route().cell().modelKey().beforeEnds()));
  }

  private Route route() {
    return routes.find(slug).orElseThrow();
  }

  private String state() {
    return database.sql().fetchSingle(INSTANCES, INSTANCES.ID.eq(instance)).getState();
  }

  private @Nullable String detail(String key) {
    return database
        .sql()
        .fetchSingle(INSTANCE_EVENTS, INSTANCE_EVENTS.EVENT_KEY.eq(key))
        .getDetail();
  }

  private static Line line(String key) {
    return Line.of(key, "test", EventLevel.INFO, "A line");
  }
}
