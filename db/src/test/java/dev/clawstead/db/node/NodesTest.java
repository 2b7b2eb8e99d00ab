package dev.clawstead.db.node;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.NODES;
import static dev.clawstead.db.generated.Tables.PERMITS;
import static dev.clawstead.db.generated.Tables.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Crowd;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.cell.Cells;
import dev.clawstead.db.effect.Effects;
import dev.clawstead.db.effect.Intent;
import dev.clawstead.db.life.Claims;
import dev.clawstead.domain.NodeState;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodesTest {

  private final Database database = TestDatabase.create();
  private final TestRows rows = new TestRows(database.sql());
  private final Nodes nodes = new Nodes(database.sql());
  private final Endings endings = new Endings(database.sql());
  private final Cells cells = new Cells(database.sql());
  private final Claims claims = new Claims(database.sql(), Clock.systemUTC());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void goesFromItsOrderToReady() {
    UUID node = nodes.plan("fsn1", "agent-lite", 1).getFirst();
    nodes.expectEnrolment(node, new byte[32], Instant.now().plusSeconds(900));
    nodes.placed(node, new Nodes.Place("cx23", "fsn1", 4L << 30, "10.0.0.7"));
    assertThat(nodes.find(node).orElseThrow().state()).isEqualTo(NodeState.ENROLLING);

    nodes.contacted(node);
    nodes.ready(node);

    assertThat(nodes.live("fsn1"))
        .singleElement()
        .extracting(Nodes.Node::state)
        .isEqualTo(NodeState.READY);
    var row = database.sql().fetchSingle(NODES);
    assertThat(row.getEnrolTokenHash()).isNull();
    nodes.expectEnrolment(node, new byte[32], Instant.now());
    assertThat(database.sql().fetchSingle(NODES).getEnrolTokenHash()).isNull();
  }

  @Test
  void plannersAtOnceOrderEachNodeOnce() throws Exception {
    List<Callable<List<UUID>>> planners =
        Collections.nCopies(8, () -> nodes.plan("fsn1", "agent-lite", 3));

    Crowd.together(planners);

    assertThat(nodes.live("fsn1")).hasSize(3);
    nodes.failed(nodes.live("fsn1").getFirst().id(), "no server came up");
    assertThat(nodes.plan("fsn1", "agent-lite", 3)).hasSize(1);
  }

  @Test
  void whatIsSeenStoppedIsToldApartByOwner() {
    UUID node = rows.node(5);
    UUID owned = rows.warmCell(node);
    UUID order = rows.order();
    claims.claim(order);
    UUID warm = rows.warmCell(node);
    assertThat(cells.shouldRun(node)).containsExactlyInAnyOrder(owned, warm);

    Map<UUID, UUID> found = nodes.stopped(node, List.of(owned, warm));

    assertThat(found).containsExactly(Map.entry(owned, order));
    assertThat(cells.find(warm).orElseThrow().state().word()).isEqualTo("stopped");
    assertThat(cells.shouldRun(node)).containsExactly(owned);
  }

  @Test
  void aHoldOrAnotherLivingCopyKeepsACellFromRunning() {
    UUID node = rows.node(5);
    UUID cell = rows.warmCell(node);
    assertThat(cells.mayRun(cell)).isTrue();
    claims.claim(rows.order());
    assertThat(cells.mayRun(cell)).isTrue();

    database.sql().update(PERMITS).set(PERMITS.HOLDS, new String[] {"unpaid"}).execute();
    assertThat(cells.mayRun(cell)).isFalse();

    UUID other = rows.warmCell(node);
    database
        .sql()
        .update(PERMITS)
        .set(PERMITS.HOLDS, new String[0])
        .set(PERMITS.CELL_ID, other)
        .execute();
    assertThat(cells.mayRun(cell)).isFalse();
  }

  @Test
  void anEndingNodeTakesItsCellsAndTheirEffectsWithIt() {
    UUID node = rows.node(5);
    UUID owned = rows.warmCell(node);
    UUID order = rows.order();
    claims.claim(order);
    UUID warm = rows.warmCell(node);
    var effects = new Effects(database.sql());
    effects.intend(
        new Intent("docker", "volume", "cell", warm.toString(), node.toString(), id -> "v"));

    assertThat(endings.deleting(node)).containsExactly(Map.entry(owned, order));
    assertThat(claims.claim(rows.order()).cell()).isNull();
    nodes.ready(node);
    assertThat(nodes.find(node).orElseThrow().state()).isEqualTo(NodeState.DELETING);

    endings.deleted(node);

    assertThat(database.sql().fetchCount(CELLS, CELLS.STATE.eq("deleted"))).isEqualTo(2);
    assertThat(effects.open("cell", warm.toString(), "volume")).isEmpty();
    assertThat(database.sql().fetchSingle(ROUTES, ROUTES.CELL_ID.eq(warm)).getState())
        .isEqualTo("gone");
    assertThat(nodes.live(TestRows.REGION)).isEmpty();
  }
}
