package dev.clawstead.db.life;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.INSTANCE_EVENTS;
import static dev.clawstead.db.generated.Tables.NODES;
import static dev.clawstead.db.generated.Tables.ORDERS;
import static dev.clawstead.db.generated.Tables.PERMITS;
import static dev.clawstead.db.generated.Tables.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.db.Crowd;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.life.Claim.Status;
import dev.clawstead.db.order.OpenOrders;
import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimsTest {

  private final Database database = TestDatabase.create();
  private final TestRows rows = new TestRows(database.sql());
  private final Claims claims = new Claims(database.sql(), Clock.systemUTC());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void sixtyFourClaimersShareFiftyCellsAndFourteenWait() throws Exception {
    UUID node = rows.node(100);
    for (int i = 0; i < 50; i++) {
      rows.warmCell(node);
    }
    List<Callable<Claim>> claimers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      UUID order = rows.order();
      claimers.add(() -> claims.claim(order));
    }

    List<Claim> got = Crowd.together(claimers);

    List<UUID> cells = got.stream().map(Claim::cell).filter(Objects::nonNull).toList();
    assertThat(cells).hasSize(50).doesNotHaveDuplicates();
    assertThat(got.stream().filter(c -> c.status() == Status.QUEUED)).hasSize(14);
    assertThat(database.sql().fetchCount(PERMITS)).isEqualTo(50);
    assertThat(database.sql().fetchCount(ORDERS, ORDERS.STATE.eq("queued"))).isEqualTo(14);
  }

  @Test
  void aClaimOpensEverythingInOneStep() {
    UUID cell = rows.warmCell(rows.node(10));
    UUID order = rows.order();
    long versionBefore = route(cell).getVersion();

    Claim claim = claims.claim(order);

    assertThat(claim.status()).isEqualTo(Status.OPEN);
    var instance = database.sql().fetchSingle(INSTANCES, INSTANCES.ID.eq(order));
    assertThat(instance.getState()).isEqualTo("running");
    assertThat(instance.getCellId()).isEqualTo(cell);
    assertThat(instance.getSlug()).isEqualTo(claim.slug());
    var permit = database.sql().fetchSingle(PERMITS, PERMITS.INSTANCE_ID.eq(order));
    assertThat(permit.getEpoch()).isEqualTo(1);
    assertThat(permit.getHolds()).isEmpty();
    assertThat(route(cell).getState()).isEqualTo("open");
    assertThat(route(cell).getInstanceId()).isEqualTo(order);
    assertThat(route(cell).getAccessTokenHash()).isEqualTo(instance.getAccessTokenHash());
    assertThat(route(cell).getVersion()).isGreaterThan(versionBefore);
    assertThat(orderState(order)).isEqualTo("served");
    assertThat(titles(order)).containsExactly("Your agent is ready");
  }

  @Test
  void theOldestWarmCellGoesFirst() {
    UUID node = rows.node(10);
    UUID young = rows.warmCell(node);
    UUID old = rows.warmCell(node);
    database
        .sql()
        .update(CELLS)
        .set(CELLS.WARM_AT, OffsetDateTime.now(ZoneOffset.UTC).minusHours(1))
        .where(CELLS.ID.eq(old))
        .execute();

    assertThat(claims.claim(rows.order()).cell()).isEqualTo(old);
    assertThat(claims.claim(rows.order()).cell()).isEqualTo(young);
  }

  @Test
  void oneOrderClaimedByManyAtOnceGetsOneCell() throws Exception {
    UUID node = rows.node(20);
    for (int i = 0; i < 10; i++) {
      rows.warmCell(node);
    }
    UUID order = rows.order();
    List<Callable<Claim>> claimers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      claimers.add(() -> claims.claim(order));
    }

    List<Claim> got = Crowd.together(claimers);

    assertThat(got.stream().distinct()).hasSize(1);
    assertThat(got.getFirst().status()).isEqualTo(Status.OPEN);
    assertThat(database.sql().fetchCount(CELLS, CELLS.STATE.eq("claimed"))).isEqualTo(1);
  }

  @Test
  void aCellClaimedAheadIsOpenAndSweptUntilTheWorkflowClaims() {
    UUID cell = rows.warmCell(rows.node(10));
    UUID order = rows.order();

    Claim ahead = claims.claimAhead(order).orElseThrow();

    assertThat(ahead.status()).isEqualTo(Status.OPEN);
    assertThat(ahead.cell()).isEqualTo(cell);
    assertThat(route(cell).getState()).isEqualTo("open");
    assertThat(swept()).contains(order);
    assertThat(claims.claimAhead(order)).isEmpty();
    assertThat(claims.claim(order)).isEqualTo(ahead);
    assertThat(orderState(order)).isEqualTo("served");
    assertThat(swept()).doesNotContain(order);
  }

  @Test
  void withoutAWarmCellNothingIsClaimedAhead() {
    rows.node(10);
    UUID order = rows.order();

    assertThat(claims.claimAhead(order)).isEmpty();
    assertThat(orderState(order)).isEqualTo("placed");
  }

  @Test
  void oneOrderClaimedAheadAndByItsWorkflowAtOnceGetsOneCell() throws Exception {
    UUID node = rows.node(20);
    for (int i = 0; i < 10; i++) {
      rows.warmCell(node);
    }
    UUID order = rows.order();
    List<Callable<Claim>> claimers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      claimers.add(() -> claims.claim(order));
      claimers.add(() -> claims.claimAhead(order).orElseGet(() -> claims.claim(order)));
    }

    List<Claim> got = Crowd.together(claimers);

    assertThat(got.stream().distinct()).hasSize(1);
    assertThat(got.getFirst().status()).isEqualTo(Status.OPEN);
    assertThat(database.sql().fetchCount(CELLS, CELLS.STATE.eq("claimed"))).isEqualTo(1);
    claims.claim(order);
    assertThat(orderState(order)).isEqualTo("served");
  }

  @Test
  void anEmptyPoolQueuesWithAnEstimateAndAPosition() {
    rows.node(10);
    UUID first = rows.order();
    UUID second = rows.order();

    Claim claim = claims.claim(first);
    claims.claim(second);

    assertThat(claim.status()).isEqualTo(Status.QUEUED);
    assertThat(claim.eta()).isAfter(Clock.systemUTC().instant());
    assertThat(titles(first)).containsExactly("Waiting for room: position 1");
    assertThat(titles(second)).containsExactly("Waiting for room: position 2");
  }

  @Test
  void aNewOrderDoesNotOvertakeThoseWhoWait() {
    UUID node = rows.node(10);
    UUID waiting = rows.order();
    claims.claim(waiting);
    rows.warmCell(node);

    Claim late = claims.claim(rows.order());
    Claim inTurn = claims.place(waiting);

    assertThat(late.status()).isEqualTo(Status.QUEUED);
    assertThat(inTurn.status()).isEqualTo(Status.OPEN);
  }

  @Test
  void anOrderThatNobodyTriesDoesNotHoldUpTheQueue() {
    UUID node = rows.node(10);
    UUID stuck = rows.order();
    claims.claim(stuck);
    database
        .sql()
        .update(ORDERS)
        .set(ORDERS.UPDATED_AT, OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(5))
        .where(ORDERS.ID.eq(stuck))
        .execute();
    UUID cell = rows.warmCell(node);

    assertThat(claims.claim(rows.order()).cell()).isEqualTo(cell);
  }

  @Test
  void aQueuedOrderGetsANewCellWhereOneFits() {
    UUID node = rows.node(1);
    UUID order = rows.order();
    claims.claim(order);

    Claim placed = claims.place(order);

    assertThat(placed.status()).isEqualTo(Status.PLACED);
    var cell = database.sql().fetchSingle(CELLS, CELLS.ID.eq(placed.cell()));
    assertThat(cell.getNodeId()).isEqualTo(node);
    assertThat(cell.getState()).isEqualTo("creating");
    assertThat(cell.getInstanceId()).isEqualTo(order);
    assertThat(route(cell.getId()).getState()).isEqualTo("starting");
    assertThat(claims.place(order)).isEqualTo(placed);
    assertThat(claims.claim(order)).isEqualTo(placed);
    assertThat(titles(order))
        .containsExactly("Waiting for room: position 1", "Found room: making your agent");
  }

  @Test
  void sixtyFourPlacersNeverExceedWhatTheNodesHold() throws Exception {
    rows.node(20);
    rows.node(11);
    List<UUID> orders = new ArrayList<>();
    List<Callable<Claim>> placers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      UUID order = rows.order();
      claims.claim(order);
      orders.add(order);
      placers.add(() -> claims.place(order));
    }

    Crowd.together(placers);
    // A look at the queue may be outdated at once; the next try of each finds the room left over.
    List<Claim> got = orders.stream().map(claims::place).toList();

    assertThat(got.stream().filter(c -> c.status() == Status.PLACED)).hasSize(31);
    assertThat(database.sql().select(CELLS.NODE_ID, CELLS.PORT).from(CELLS).fetch())
        .hasSize(31)
        .doesNotHaveDuplicates();
    assertThat(database.sql().selectCount().from(CELLS).groupBy(CELLS.NODE_ID).fetch(0, int.class))
        .containsExactlyInAnyOrder(20, 11);
  }

  @Test
  void nodesThatAreNotReadyOrHoldAnotherImageAreNotUsed() {
    UUID failed = rows.node(5);
    UUID other = rows.node(5);
    database.sql().update(NODES).set(NODES.STATE, "failed").where(NODES.ID.eq(failed)).execute();
    database
        .sql()
        .update(NODES)
        .set(NODES.IMAGE, AgentImage.OPENCLAW.word())
        .where(NODES.ID.eq(other))
        .execute();

    assertThat(claims.place(rows.order()).status()).isEqualTo(Status.QUEUED);
  }

  @Test
  void aCancelledOrderGetsNothing() {
    rows.warmCell(rows.node(5));
    UUID order = rows.order();
    database
        .sql()
        .update(ORDERS)
        .set(ORDERS.STATE, "cancelled")
        .where(ORDERS.ID.eq(order))
        .execute();

    assertThat(claims.claim(order).status()).isEqualTo(Status.ENDED);
    assertThat(claims.place(order).status()).isEqualTo(Status.ENDED);
  }

  @Test
  void anOrderThatDoesNotExistIsNamed() {
    UUID nobody = UuidV7.next();

    assertThatThrownBy(() -> claims.claim(nobody))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(nobody.toString());
  }

  private dev.clawstead.db.generated.tables.records.RoutesRecord route(UUID cell) {
    return database.sql().fetchSingle(ROUTES, ROUTES.CELL_ID.eq(cell));
  }

  private List<UUID> swept() {
    return new OpenOrders(database.sql())
        .olderThan(Duration.ZERO, 100).stream().map(OpenOrders.OpenOrder::id).toList();
  }

  private String orderState(UUID order) {
    return database.sql().fetchSingle(ORDERS, ORDERS.ID.eq(order)).getState();
  }

  private List<String> titles(UUID instance) {
    return database
        .sql()
        .select(INSTANCE_EVENTS.TITLE)
        .from(INSTANCE_EVENTS)
        .where(INSTANCE_EVENTS.INSTANCE_ID.eq(instance))
        .orderBy(INSTANCE_EVENTS.ID)
        .fetch(INSTANCE_EVENTS.TITLE);
  }
}
