package dev.clawstead.db.life;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.INSTANCE_EVENTS;
import static dev.clawstead.db.generated.Tables.ORDERS;
import static dev.clawstead.db.generated.Tables.PERMITS;
import static dev.clawstead.db.generated.Tables.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.event.Timeline.Line;
import dev.clawstead.domain.EventLevel;
import dev.clawstead.domain.InstanceState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

class LivesTest {

  private static final Line READY = line("ready", "Your agent is ready");
  private static final Line CLOSING = line("closing", "Your agent is being removed");
  private static final Line GONE = line("deleted", "Your agent is gone");

  private final Database database = TestDatabase.create();
  private final TestRows rows = new TestRows(database.sql());
  private final Claims claims = new Claims(database.sql(), Clock.systemUTC());
  private final Lives lives = new Lives(database.sql());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aPlacedCellThatAnswersOpensTheInstance() {
    rows.node(1);
    UUID order = rows.order();
    UUID cell = Objects.requireNonNull(claims.place(order).cell());

    lives.opened(order, cell, READY);
    lives.opened(order, cell, READY);

    assertThat(instance(order)).isEqualTo("running");
    assertThat(route(cell)).isEqualTo("open");
    assertThat(cell(cell)).isEqualTo("claimed");
    assertThat(order(order)).isEqualTo("served");
    assertThat(claims.claim(order)).isEqualTo(claims.place(order));
    assertThat(claims.claim(order).status()).isEqualTo(Claim.Status.OPEN);
    assertThat(database.sql().fetchSingle(PERMITS).getEpoch()).isEqualTo(1);
    assertThat(database.sql().fetchCount(INSTANCE_EVENTS, INSTANCE_EVENTS.EVENT_KEY.eq("ready")))
        .isEqualTo(1);
  }

  @Test
  void anInterruptionAndAFailureShowOnTheAddress() {
    UUID cell = rows.warmCell(rows.node(1));
    UUID order = rows.order();
    claims.claim(order);

    lives.interrupted(order, InstanceState.RESTARTING, line("r1", "Restarting"));
    assertThat(instance(order)).isEqualTo("restarting");
    assertThat(route(cell)).isEqualTo("starting");

    lives.failed(order, "it stops right after its start", line("f1", "Your agent needs help"));
    assertThat(instance(order)).isEqualTo("failed");
    assertThat(route(cell)).isEqualTo("failed");
    assertThat(order(order)).isEqualTo("served");
  }

  @Test
  void aFailedOrderMayBeTriedAgain() {
    UUID order = rows.order();
    claims.claim(order);
    lives.failed(order, "no node came up", line("f1", "We could not make your agent"));
    assertThat(order(order)).isEqualTo("failed");

    claims.place(order);

    assertThat(order(order)).isEqualTo("queued");
    assertThat(instance(order)).isEqualTo("queued");
  }

  @Test
  void closingShutsThePermitAndTheAddressForGood() {
    UUID cell = rows.warmCell(rows.node(1));
    UUID order = rows.order();
    claims.claim(order);

    assertThat(lives.closing(order, CLOSING)).contains(cell);
    assertThat(lives.closing(order, CLOSING)).contains(cell);
    lives.opened(order, cell, READY);
    lives.interrupted(order, InstanceState.STARTING, line("x", "x"));
    lives.failed(order, "x", line("y", "y"));

    assertThat(instance(order)).isEqualTo("deleting");
    assertThat(route(cell)).isEqualTo("gone");
    assertThat(cell(cell)).isEqualTo("deleting");
    assertThat(database.sql().fetchSingle(PERMITS).getHolds()).containsExactly("deleting");
    assertThat(claims.claim(order).status()).isEqualTo(Claim.Status.ENDED);

    lives.deleted(order, GONE);
    assertThat(instance(order)).isEqualTo("deleted");
    assertThat(cell(cell)).isEqualTo("deleted");
    assertThat(order(order)).isEqualTo("served");
    assertThat(lives.closing(order, CLOSING)).isEmpty();
  }

  @Test
  void anOrderThatWaitsIsCancelledByClosing() {
    UUID order = rows.order();
    claims.claim(order);

    assertThat(lives.closing(order, CLOSING)).isEmpty();
    assertThat(order(order)).isEqualTo("cancelled");

    lives.deleted(order, GONE);
    assertThat(lives.find(order).orElseThrow().state()).isEqualTo(InstanceState.DELETED);
  }

  @Test
  void aCellThatNeverCameUpTakesItsAddressWithIt() {
    rows.node(2);
    UUID order = rows.order();
    Claim first = claims.place(order);
    UUID cell = Objects.requireNonNull(first.cell());

    lives.unplaced(order, cell, "no answer", line("u1", "Trying another place"));
    lives.unplaced(order, cell, "no answer", line("u1", "Trying another place"));

    assertThat(instance(order)).isEqualTo("queued");
    assertThat(order(order)).isEqualTo("queued");
    assertThat(cell(cell)).isEqualTo("quarantined");
    assertThat(route(cell)).isEqualTo("gone");
    Claim second = claims.place(order);
    assertThat(second.slug()).isNotEqualTo(first.slug());
    assertThat(database.sql().fetchSingle(PERMITS).getEpoch()).isEqualTo(2);
  }

  @Test
  void anInstanceThatLosesItsNodeKeepsItsAddress() {
    UUID node = rows.node(5);
    UUID first = rows.warmCell(node);
    UUID order = rows.order();
    String address = Objects.requireNonNull(claims.claim(order).slug());

    lives.unplaced(order, first, "the server is gone", line("u1", "Moving"));
    assertThat(database.sql().fetchSingle(ROUTES, ROUTES.SLUG.eq(address)).getState())
        .isEqualTo("starting");
    UUID never = Objects.requireNonNull(claims.place(order).cell());
    lives.unplaced(order, never, "no answer", line("u2", "Moving"));
    UUID warm = rows.warmCell(node);
    Claim last = claims.place(order);

    assertThat(last).isEqualTo(Claim.open(warm, address));
    var route = database.sql().fetchSingle(ROUTES, ROUTES.SLUG.eq(address));
    assertThat(route.getCellId()).isEqualTo(warm);
    assertThat(route.getState()).isEqualTo("open");
    assertThat(database.sql().fetchCount(ROUTES, ROUTES.CELL_ID.eq(warm), ROUTES.STATE.eq("gone")))
        .isEqualTo(1);
    assertThat(database.sql().fetchSingle(PERMITS).getEpoch()).isEqualTo(3);
  }

  @Test
  void onlyTheClaimIsSilent() throws Exception {
    UUID cell = rows.warmCell(rows.node(1));
    UUID order = rows.order();
    String slug = database.sql().fetchSingle(ROUTES, ROUTES.CELL_ID.eq(cell)).getSlug();
    List<String> heard = new ArrayList<>();
    database
        .sql()
        .connection(
            connection -> {
              try (var listen = connection.createStatement()) {
                listen.execute("listen routes; listen instances");
                PGConnection postgres = connection.unwrap(PGConnection.class);
                claims.claim(order);
                assertThat(postgres.getNotifications(200)).isEmpty();
                lives.closing(order, CLOSING);
                for (PGNotification n : postgres.getNotifications(5_000)) {
                  heard.add(n.getName() + " " + n.getParameter());
                }
                listen.execute("unlisten *");
              }
            });

    assertThat(heard).contains("routes " + slug, "instances " + order);
  }

  private static Line line(String key, String title) {
    return Line.of(key, key, EventLevel.INFO, title);
  }

  private String instance(UUID id) {
    return database.sql().fetchSingle(INSTANCES, INSTANCES.ID.eq(id)).getState();
  }

  private String order(UUID id) {
    return database.sql().fetchSingle(ORDERS, ORDERS.ID.eq(id)).getState();
  }

  private String cell(UUID id) {
    return database.sql().fetchSingle(CELLS, CELLS.ID.eq(id)).getState();
  }

  private String route(UUID cell) {
    return database.sql().fetchSingle(ROUTES, ROUTES.CELL_ID.eq(cell)).getState();
  }
}
