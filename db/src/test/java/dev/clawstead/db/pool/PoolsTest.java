package dev.clawstead.db.pool;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Crowd;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.cell.Cells;
import dev.clawstead.db.life.Claims;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolsTest {

  private static final Pools.Key POOL = new Pools.Key(TestRows.REGION, "small");
  private static final String IMAGE = "agent-lite";

  private final Database database = TestDatabase.create();
  private final TestRows rows = new TestRows(database.sql());
  private final Pools pools = new Pools(database.sql());
  private final Cells cells = new Cells(database.sql());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aNewPoolGetsItsConfiguredTargetAndKeepsItFromThenOn() {
    assertThat(pools.snapshot(POOL, IMAGE, 5).target()).isEqualTo(5);
    assertThat(pools.snapshot(POOL, IMAGE, 7).target()).isEqualTo(5);
  }

  @Test
  void plansOnlyWhatFitsAndSaysWhatIsLeft() {
    rows.node(3);

    assertThat(pools.snapshot(POOL, IMAGE, 5).room()).isEqualTo(3);
    List<UUID> planned = pools.plan(POOL, IMAGE, 5);

    assertThat(planned).hasSize(3);
    var snapshot = pools.snapshot(POOL, IMAGE, 5);
    assertThat(snapshot.creating()).isEqualTo(planned);
    assertThat(snapshot.room()).isZero();
  }

  @Test
  void aRepeatedPlanAddsNothing() {
    rows.node(9);
    pools.snapshot(POOL, IMAGE, 3);

    assertThat(pools.plan(POOL, IMAGE, 2)).hasSize(2);
    assertThat(pools.plan(POOL, IMAGE, 2)).hasSize(1);
    assertThat(pools.plan(POOL, IMAGE, 2)).isEmpty();
  }

  @Test
  void refillsFillTheEmptiestNodeFirst() {
    rows.node(2);
    UUID big = rows.node(9);
    pools.snapshot(POOL, IMAGE, 5);

    pools.plan(POOL, IMAGE, 3);

    assertThat(database.sql().selectDistinct(CELLS.NODE_ID).from(CELLS).fetch(CELLS.NODE_ID))
        .containsExactly(big);
  }

  @Test
  void manyRefillsAtOnceStayWithinTheNode() throws Exception {
    rows.node(40);
    pools.snapshot(POOL, IMAGE, 100);
    List<Callable<List<UUID>>> refills = Collections.nCopies(16, () -> pools.plan(POOL, IMAGE, 5));

    Crowd.together(refills);

    assertThat(database.sql().fetchCount(CELLS)).isEqualTo(40);
    assertThat(database.sql().select(CELLS.PORT).from(CELLS).fetch(CELLS.PORT))
        .doesNotHaveDuplicates()
        .allMatch(p -> p >= 16_000 && p < 32_768);
  }

  @Test
  void aCellIsWarmOnlyWhileItHasNoOwnerAndIsToStay() {
    rows.node(2);
    pools.snapshot(POOL, IMAGE, 1);
    UUID cell = pools.plan(POOL, IMAGE, 1).getFirst();

    assertThat(cells.warm(cell)).isTrue();
    assertThat(cells.warm(cell)).isTrue();
    assertThat(database.sql().fetchSingle(ROUTES).getState()).isEqualTo("warm");

    new Claims(database.sql(), Clock.systemUTC()).claim(rows.order());
    assertThat(cells.warm(cell)).isFalse();
    cells.quarantined(cell, "x");
    cells.deleted(cell);
    assertThat(cells.find(cell).orElseThrow().state().word()).isEqualTo("claimed");
  }

  @Test
  void aCellThatStartsHasItsRouteBeforeItIsOfferedUnlessItIsNotToStay() {
    rows.node(9);
    pools.snapshot(POOL, IMAGE, 2);
    List<UUID> planned = pools.plan(POOL, IMAGE, 2);
    UUID kept = planned.getFirst();
    UUID thrown = planned.getLast();
    cells.quarantined(thrown, "did not answer");

    cells.starting(kept);
    cells.starting(thrown);

    assertThat(database.sql().select(ROUTES.CELL_ID, ROUTES.STATE).from(ROUTES).fetch())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.value1()).isEqualTo(kept);
              assertThat(row.value2()).isEqualTo("starting");
            });
    cells.warm(kept);
    cells.starting(kept);
    assertThat(database.sql().fetchSingle(ROUTES).getState()).isEqualTo("warm");
  }

  @Test
  void noRouteOutlivesACellThatIsThrownAwayWhileItStarts() throws Exception {
    rows.node(20);
    pools.snapshot(POOL, IMAGE, 20);
    List<Callable<Boolean>> crowd = new ArrayList<>();
    for (UUID cell : pools.plan(POOL, IMAGE, 10)) {
      crowd.add(
          () -> {
            cells.starting(cell);
            return true;
          });
      crowd.add(
          () -> {
            cells.deleted(cell);
            return true;
          });
    }

    assertThat(Crowd.together(crowd)).hasSize(20);

    assertThat(database.sql().selectDistinct(ROUTES.STATE).from(ROUTES).fetch(ROUTES.STATE))
        .doesNotContain("starting");
  }

  @Test
  void aQuarantinedCellIsNeverWarmAgainAndItsAddressEndsWithIt() {
    rows.node(2);
    pools.snapshot(POOL, IMAGE, 1);
    UUID cell = pools.plan(POOL, IMAGE, 1).getFirst();
    cells.warm(cell);

    cells.quarantined(cell, "no answer");

    assertThat(cells.warm(cell)).isFalse();
    assertThat(cells.mayRun(cell)).isFalse();
    assertThat(pools.snapshot(POOL, IMAGE, 1).quarantined()).containsExactly(cell);
    cells.deleted(cell);
    assertThat(database.sql().fetchSingle(ROUTES).getState()).isEqualTo("gone");
    assertThat(pools.snapshot(POOL, IMAGE, 1).quarantined()).isEmpty();
  }

  @Test
  void cellsOfAnotherImageAreOfNoUse() {
    UUID cell = rows.warmCell(rows.node(2));

    var snapshot = pools.snapshot(POOL, "openclaw", 1);

    assertThat(snapshot.warm()).isZero();
    assertThat(snapshot.quarantined()).containsExactly(cell);
  }
}
