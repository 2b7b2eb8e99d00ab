package dev.clawstead.db.node;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.NODES;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.clawstead.db.generated.tables.records.NodesRecord;
import dev.clawstead.domain.CellState;
import dev.clawstead.domain.NodeState;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.domain.Word;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.UpdateConditionStep;
import org.jooq.UpdateSetMoreStep;
import org.jspecify.annotations.Nullable;

/** Nodes from their order to their end; each method commits by itself and may be repeated. */
public final class Nodes {

  private final DSLContext db;

  public Nodes(DSLContext db) {
    this.db = db;
  }

  /** Mints ordered nodes until the region has this many that are, or will be, of use. */
  public List<UUID> plan(String region, String image, int count) {
    return db.transactionResult(
        configuration -> {
          DSLContext tx = configuration.dsl();
          // Planners of one region take turns; there is no row yet that they could lock.
          tx.execute("select pg_advisory_xact_lock(hashtextextended('nodes of ' || ?, 0))", region);
          int there =
              tx.fetchCount(
                  NODES,
                  NODES.REGION.eq(region),
                  NODES.STATE.in(
                      NodeState.ORDERED.word(),
                      NodeState.ENROLLING.word(),
                      NodeState.READY.word()));
          List<UUID> planned =
              Stream.generate(UuidV7::next).limit(Math.max(0, count - there)).toList();
          for (UUID id : planned) {
            tx.insertInto(NODES)
                .set(NODES.ID, id)
                .set(NODES.REGION, region)
                .set(NODES.IMAGE, image)
                .set(NODES.STATE, NodeState.ORDERED.word())
                .execute();
          }
          return planned;
        });
  }

  /** Finds a node. */
  public Optional<Node> find(UUID node) {
    return db.selectFrom(NODES).where(NODES.ID.eq(node)).fetchOptional(Nodes::node);
  }

  /** The region's nodes that are not deleted, oldest first. */
  public List<Node> live(String region) {
    return db.selectFrom(NODES)
        .where(NODES.REGION.eq(region), NODES.STATE.ne(NodeState.DELETED.word()))
        .orderBy(NODES.ID)
        .fetch(Nodes::node);
  }

  /** The node may ask for its certificate with this token until then, unless it has one. */
  public void expectEnrolment(UUID node, byte[] tokenHash, Instant expiresAt) {
    change()
        .set(NODES.ENROL_TOKEN_HASH, tokenHash)
        .set(NODES.ENROL_EXPIRES_AT, expiresAt.atOffset(ZoneOffset.UTC))
        .where(NODES.ID.eq(node), NODES.CONTACTED_AT.isNull())
        .execute();
  }

  /** The provider made the server: the node is waited for. */
  public void placed(UUID node, Place place) {
    change()
        .set(NODES.STATE, NodeState.ENROLLING.word())
        .set(NODES.SERVER_TYPE, place.serverType())
        .set(NODES.LOCATION, place.location())
        .set(NODES.MEMORY_BYTES, place.memoryBytes())
        .set(NODES.ADDRESS, place.address())
        .where(
            NODES.ID.eq(node), NODES.STATE.in(NodeState.ORDERED.word(), NodeState.ENROLLING.word()))
        .execute();
  }

  /** The node answered over mutual TLS: its token is void from now on. */
  public void contacted(UUID node) {
    change()
        .set(NODES.CONTACTED_AT, coalesce(NODES.CONTACTED_AT, currentOffsetDateTime()))
        .set(NODES.ENROL_TOKEN_HASH, (byte[]) null)
        .where(NODES.ID.eq(node))
        .execute();
  }

  /** Cells may be placed on the node. */
  public void ready(UUID node) {
    from(change().set(NODES.STATE, NodeState.READY.word()).set(NODES.PROBLEM, (String) null), node)
        .execute();
  }

  /** The node cannot be used; no new cell may come to it. */
  public void failed(UUID node, String problem) {
    from(change().set(NODES.STATE, NodeState.FAILED.word()).set(NODES.PROBLEM, problem), node)
        .execute();
  }

  /** Turns warm cells that were seen stopped to {@code stopped}, and returns the owned ones. */
  public Map<UUID, UUID> stopped(UUID node, Collection<UUID> cells) {
    db.update(CELLS)
        .set(CELLS.STATE, CellState.STOPPED.word())
        .set(CELLS.UPDATED_AT, currentOffsetDateTime())
        .where(CELLS.NODE_ID.eq(node), CELLS.ID.in(cells), CELLS.STATE.eq(CellState.WARM.word()))
        .execute();
    return db.select(CELLS.ID, INSTANCES.ID)
        .from(CELLS)
        .join(INSTANCES)
        .on(INSTANCES.CELL_ID.eq(CELLS.ID))
        .where(CELLS.NODE_ID.eq(node), CELLS.ID.in(cells))
        .fetchMap(CELLS.ID, INSTANCES.ID);
  }

  private UpdateSetMoreStep<NodesRecord> change() {
    return db.update(NODES).set(NODES.UPDATED_AT, currentOffsetDateTime());
  }

  private static UpdateConditionStep<NodesRecord> from(
      UpdateSetMoreStep<NodesRecord> change, UUID node) {
    return change.where(
        NODES.ID.eq(node), NODES.STATE.notIn(NodeState.DELETING.word(), NodeState.DELETED.word()));
  }

  private static Node node(NodesRecord row) {
    return new Node(
        row.getId(),
        row.getRegion(),
        row.getImage(),
        Word.of(NodeState.class, row.getState()),
        row.getAddress(),
        row.getCertificate() != null);
  }

  /** A node; {@code enrolled} once it holds its certificate. */
  public record Node(
      UUID id,
      String region,
      String image,
      NodeState state,
      @Nullable String address,
      boolean enrolled) {}

  /** Where and what the provider made. */
  public record Place(String serverType, String location, long memoryBytes, String address) {}
}
