package dev.clawstead.db.cell;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.NODES;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;

import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.CellState;
import dev.clawstead.domain.NodeRoom;
import dev.clawstead.domain.NodeState;
import dev.clawstead.domain.Size;
import dev.clawstead.domain.Slug;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.domain.Word;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Finds a node with room for a cell and binds the cell to it, never beyond its capacity. */
public final class Placements {

  private Placements() {}

  /**
   * Adds a cell row ({@code creating}) on the emptiest node with room, within the caller's
   * transaction. The node's row stays locked until that ends: placers of one node take turns.
   */
  public static Optional<Placed> place(DSLContext tx, Wanted wanted) {
    List<UUID> candidates =
        rooms(tx, wanted).stream()
            .filter(n -> n.fits(wanted) > 0)
            .sorted(Comparator.comparingLong((NodeWithRoom n) -> n.room().freeBytes()).reversed())
            .map(NodeWithRoom::id)
            .toList();
    for (UUID node : candidates) {
      Optional<Placed> placed = placeOn(tx, node, wanted);
      if (placed.isPresent()) {
        return placed;
      }
    }
    return Optional.empty();
  }

  /** How many more such cells the region's ready nodes hold; a look without locks. */
  public static int room(DSLContext tx, Wanted wanted) {
    return rooms(tx, wanted).stream().mapToInt(n -> n.fits(wanted)).sum();
  }

  private static Optional<Placed> placeOn(DSLContext tx, UUID node, Wanted wanted) {
    var row =
        tx.select(NODES.MEMORY_BYTES, NODES.ADDRESS)
            .from(NODES)
            .where(NODES.ID.eq(node), usable(wanted))
            .forUpdate()
            .fetchOne();
    // Read again under the lock: what was free a moment ago may be taken.
    if (row == null
        || roomOf(tx, node, row.value1()).cellsThatFit(wanted.image(), wanted.size()) < 1) {
      return Optional.empty();
    }
    Placed placed = new Placed(UuidV7.next(), node, Slug.next(), freePort(tx, node), row.value2());
    tx.insertInto(CELLS)
        .set(CELLS.ID, placed.cell())
        .set(CELLS.NODE_ID, node)
        .set(CELLS.REGION, wanted.region())
        .set(CELLS.SIZE, wanted.size().word())
        .set(CELLS.IMAGE, wanted.image().word())
        .set(CELLS.SLUG, placed.slug())
        .set(CELLS.PORT, placed.port())
        .set(CELLS.COMMITTED_BYTES, wanted.size().committedBytes(wanted.image()))
        .set(CELLS.STATE, CellState.CREATING.word())
        .set(CELLS.INSTANCE_ID, wanted.instance())
        .execute();
    return Optional.of(placed);
  }

  private static List<NodeWithRoom> rooms(DSLContext tx, Wanted wanted) {
    return tx.select(
            NODES.ID,
            NODES.MEMORY_BYTES,
            coalesce(sum(CELLS.COMMITTED_BYTES), BigDecimal.ZERO),
            count(CELLS.ID))
        .from(NODES)
        .leftJoin(CELLS)
        .on(CELLS.NODE_ID.eq(NODES.ID), CELLS.STATE.ne(CellState.DELETED.word()))
        .where(usable(wanted))
        .groupBy(NODES.ID)
        .fetch(
            r ->
                new NodeWithRoom(
                    r.value1(), new NodeRoom(r.value2(), r.value3().longValue(), r.value4())));
  }

  private static NodeRoom roomOf(DSLContext tx, UUID node, long memoryBytes) {
    var sums =
        tx.select(coalesce(sum(CELLS.COMMITTED_BYTES), BigDecimal.ZERO), count())
            .from(CELLS)
            .where(CELLS.NODE_ID.eq(node), CELLS.STATE.ne(CellState.DELETED.word()))
            .fetchSingle();
    return new NodeRoom(memoryBytes, sums.value1().longValue(), sums.value2());
  }

  private static Condition usable(Wanted wanted) {
    return NODES
        .REGION
        .eq(wanted.region())
        .and(NODES.IMAGE.eq(wanted.image().word()))
        .and(NODES.STATE.eq(NodeState.READY.word()));
  }

  /**
   * From a random start, so that a port just given back is not given out at once: a gateway with an
   * old row must not find a stranger's agent there.
   */
  private static int freePort(DSLContext tx, UUID node) {
    Set<Integer> used =
        new HashSet<>(
            tx.select(CELLS.PORT)
                .from(CELLS)
                .where(CELLS.NODE_ID.eq(node), CELLS.STATE.ne(CellState.DELETED.word()))
                .fetch(CELLS.PORT));
    int port = ThreadLocalRandom.current().nextInt(NodeRoom.PORT_FIRST, NodeRoom.PORT_LAST + 1);
    while (used.contains(port)) {
      port = port == NodeRoom.PORT_LAST ? NodeRoom.PORT_FIRST : port + 1;
    }
    return port;
  }

  /** What is to be placed; {@code instance} is absent for a pool's cell. */
  public record Wanted(String region, Size size, AgentImage image, @Nullable UUID instance) {

    /** Reads the words that our own database wrote. */
    public static Wanted of(String region, String size, String image, @Nullable UUID instance) {
      return new Wanted(
          region, Word.of(Size.class, size), Word.of(AgentImage.class, image), instance);
    }
  }

  /** Where a new cell is. */
  public record Placed(UUID cell, UUID node, String slug, int port, String address) {}

  private record NodeWithRoom(UUID id, NodeRoom room) {
    int fits(Wanted wanted) {
      return room.cellsThatFit(wanted.image(), wanted.size());
    }
  }
}
