package dev.clawstead.db.cell;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.NODES;
import static dev.clawstead.db.generated.Tables.PERMITS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.CellState;
import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.NodeState;
import dev.clawstead.domain.RouteState;
import dev.clawstead.domain.Size;
import dev.clawstead.domain.Word;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;

/** Cells from their first start to their end. */
public final class Cells {

  private final DSLContext db;

  public Cells(DSLContext db) {
    this.db = db;
  }

  /** Finds a cell and where it is. */
  public Optional<Cell> find(UUID cell) {
    return db.select(
            CELLS.ID,
            CELLS.NODE_ID,
            NODES.STATE,
            NODES.ADDRESS,
            CELLS.SLUG,
            CELLS.PORT,
            CELLS.KEY_VERSION,
            CELLS.MODEL_KEY_VERSION,
            CELLS.SIZE,
            CELLS.IMAGE,
            CELLS.STATE,
            CELLS.INSTANCE_ID)
        .from(CELLS)
        .join(NODES)
        .on(NODES.ID.eq(CELLS.NODE_ID))
        .where(CELLS.ID.eq(cell))
        .fetchOptional(
            r ->
                new Cell(
                    r.value1(),
                    r.value2(),
                    Word.of(NodeState.class, r.value3()),
                    r.value4(),
                    r.value5(),
                    r.value6(),
                    r.value7(),
                    r.value8(),
                    Word.of(Size.class, r.value9()),
                    Word.of(AgentImage.class, r.value10()),
                    Word.of(CellState.class, r.value11()),
                    r.value12()));
  }

  /**
   * Whether the cell may run: it is to stay, and if it has an owner, the owner's permit names this
   * very cell and has no hold.
   */
  public boolean mayRun(UUID cell) {
    return db.fetchExists(
        db.selectOne()
            .from(CELLS)
            .leftJoin(PERMITS)
            .on(PERMITS.INSTANCE_ID.eq(CELLS.INSTANCE_ID))
            .where(
                CELLS.ID.eq(cell),
                CELLS.STATE.notIn(
                    CellState.QUARANTINED.word(),
                    CellState.DELETING.word(),
                    CellState.DELETED.word()),
                CELLS
                    .INSTANCE_ID
                    .isNull()
                    .or(PERMITS.CELL_ID.eq(CELLS.ID).and(PERMITS.HOLDS.eq(new String[0])))));
  }

  /** The node's cells that should run: the warm ones, and those of running instances. */
  public Set<UUID> shouldRun(UUID node) {
    return db.select(CELLS.ID)
        .from(CELLS)
        .leftJoin(INSTANCES)
        .on(INSTANCES.CELL_ID.eq(CELLS.ID))
        .where(
            CELLS.NODE_ID.eq(node),
            CELLS
                .STATE
                .eq(CellState.WARM.word())
                .or(
                    CELLS
                        .STATE
                        .eq(CellState.CLAIMED.word())
                        .and(INSTANCES.STATE.eq(InstanceState.RUNNING.word()))))
        .fetchSet(CELLS.ID);
  }

  /**
   * The cell runs and answers: it may be claimed, and its route is there. False if it has an owner
   * or is not to stay.
   */
  public boolean warm(UUID cell) {
    return db.transactionResult(
        tx -> {
          int warm =
              tx.dsl()
                  .update(CELLS)
                  .set(CELLS.STATE, CellState.WARM.word())
                  .set(CELLS.WARM_AT, currentOffsetDateTime())
                  .set(CELLS.PROBLEM, (String) null)
                  .set(CELLS.UPDATED_AT, currentOffsetDateTime())
                  .where(
                      CELLS.ID.eq(cell),
                      CELLS.INSTANCE_ID.isNull(),
                      CELLS.STATE.in(
                          CellState.CREATING.word(),
                          CellState.STOPPED.word(),
                          CellState.WARM.word()))
                  .execute();
          if (warm == 1) {
            Addresses.warm(tx.dsl(), cell);
          }
          return warm == 1;
        });
  }

  /** Gateways learn of a cell that is about to start, if nobody owns it and it is to stay. */
  public void starting(UUID cell) {
    db.transaction(
        tx -> {
          // Locked, so that it is not thrown away meanwhile.
          boolean stays =
              tx.dsl()
                  .select(CELLS.ID)
                  .from(CELLS)
                  .where(
                      CELLS.ID.eq(cell),
                      CELLS.INSTANCE_ID.isNull(),
                      CELLS.STATE.in(CellState.CREATING.word(), CellState.STOPPED.word()))
                  .forUpdate()
                  .fetchOptional()
                  .isPresent();
          if (stays) {
            Addresses.starting(tx.dsl(), cell);
          }
        });
  }

  /** Nobody may claim the cell any more; one that has an owner is left alone. */
  public void quarantined(UUID cell, String problem) {
    db.update(CELLS)
        .set(CELLS.STATE, CellState.QUARANTINED.word())
        .set(CELLS.PROBLEM, problem)
        .set(CELLS.UPDATED_AT, currentOffsetDateTime())
        .where(
            CELLS.ID.eq(cell),
            CELLS.INSTANCE_ID.isNull(),
            CELLS.STATE.notIn(CellState.DELETING.word(), CellState.DELETED.word()))
        .execute();
  }

  /** The cell and everything of it is gone; one that has an owner is left alone. */
  public void deleted(UUID cell) {
    db.transaction(
        tx -> {
          int deleted =
              tx.dsl()
                  .update(CELLS)
                  .set(CELLS.STATE, CellState.DELETED.word())
                  .set(CELLS.UPDATED_AT, currentOffsetDateTime())
                  .where(
                      CELLS.ID.eq(cell),
                      CELLS.INSTANCE_ID.isNull(),
                      CELLS.STATE.in(
                          CellState.CREATING.word(),
                          CellState.STOPPED.word(),
                          CellState.QUARANTINED.word(),
                          CellState.DELETING.word()))
                  .execute();
          if (deleted == 1) {
            Addresses.turn(tx.dsl(), cell, RouteState.GONE);
          }
        });
  }
}
