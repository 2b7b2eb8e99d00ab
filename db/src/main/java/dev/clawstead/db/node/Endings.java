package dev.clawstead.db.node;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.NODES;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.clawstead.db.cell.Addresses;
import dev.clawstead.db.effect.Effects;
import dev.clawstead.domain.CellState;
import dev.clawstead.domain.NodeState;
import dev.clawstead.domain.RouteState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;

/** Takes nodes away, and with them what lies on them. */
public final class Endings {

  private final DSLContext db;

  public Endings(DSLContext db) {
    this.db = db;
  }

  /** No new cell may come to the node, none of its own may be claimed; returns the owned ones. */
  public Map<UUID, UUID> deleting(UUID node) {
    return db.transactionResult(
        configuration -> {
          DSLContext tx = configuration.dsl();
          tx.update(NODES)
              .set(NODES.STATE, NodeState.DELETING.word())
              .set(NODES.UPDATED_AT, currentOffsetDateTime())
              .where(NODES.ID.eq(node), NODES.STATE.ne(NodeState.DELETED.word()))
              .execute();
          tx.update(CELLS)
              .set(CELLS.STATE, CellState.DELETING.word())
              .set(CELLS.UPDATED_AT, currentOffsetDateTime())
              .where(
                  CELLS.NODE_ID.eq(node),
                  CELLS.INSTANCE_ID.isNull(),
                  CELLS.STATE.ne(CellState.DELETED.word()))
              .execute();
          return tx.select(CELLS.ID, INSTANCES.ID)
              .from(CELLS)
              .join(INSTANCES)
              .on(INSTANCES.CELL_ID.eq(CELLS.ID))
              .where(CELLS.NODE_ID.eq(node), CELLS.STATE.ne(CellState.DELETED.word()))
              .fetchMap(CELLS.ID, INSTANCES.ID);
        });
  }

  /** The server is gone, and with it its cells, their effects, and addresses without an owner. */
  public void deleted(UUID node) {
    db.transaction(
        configuration -> {
          DSLContext tx = configuration.dsl();
          tx.update(NODES)
              .set(NODES.STATE, NodeState.DELETED.word())
              .set(NODES.UPDATED_AT, currentOffsetDateTime())
              .where(NODES.ID.eq(node))
              .execute();
          List<UUID> ownerless =
              tx.select(CELLS.ID)
                  .from(CELLS)
                  .where(
                      CELLS.NODE_ID.eq(node),
                      CELLS.INSTANCE_ID.isNull(),
                      CELLS.STATE.ne(CellState.DELETED.word()))
                  .fetch(CELLS.ID);
          tx.update(CELLS)
              .set(CELLS.STATE, CellState.DELETED.word())
              .set(CELLS.UPDATED_AT, currentOffsetDateTime())
              .where(CELLS.NODE_ID.eq(node), CELLS.STATE.ne(CellState.DELETED.word()))
              .execute();
          ownerless.forEach(cell -> Addresses.turn(tx, cell, RouteState.GONE));
          Effects.absentWith(tx, node.toString());
        });
  }
}
