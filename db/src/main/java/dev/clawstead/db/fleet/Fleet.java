package dev.clawstead.db.fleet;

import static dev.clawstead.db.generated.Tables.ACCOUNTS;
import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.EFFECTS;
import static dev.clawstead.db.generated.Tables.NODES;
import static dev.clawstead.db.generated.Tables.ORDERS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import dev.clawstead.db.Times;
import dev.clawstead.domain.CellState;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/** Nodes, orders and effects, newest first, a page at a time. */
public final class Fleet {

  private static final Field<String> SERVER_NAME =
      field(
              select(EFFECTS.NAME)
                  .from(EFFECTS)
                  .where(
                      EFFECTS.OWNER_KIND.eq(inline("node")),
                      EFFECTS.KIND.eq(inline("server")),
                      EFFECTS.OWNER_ID.eq(NODES.ID.cast(String.class)))
                  .orderBy(EFFECTS.CREATED_AT.desc())
                  .limit(1))
          .as("server_name");

  private static final Field<Integer> WARM = cells(CELLS.STATE.eq(CellState.WARM.word()), "warm");
  private static final Field<Integer> CLAIMED =
      cells(CELLS.STATE.eq(CellState.CLAIMED.word()), "claimed");
  private static final Field<Integer> OTHER =
      cells(
          CELLS.STATE.notIn(
              CellState.WARM.word(), CellState.CLAIMED.word(), CellState.DELETED.word()),
          "other");

  private static final Field<BigDecimal> COMMITTED =
      field(
              select(coalesce(sum(CELLS.COMMITTED_BYTES), BigDecimal.ZERO))
                  .from(CELLS)
                  .where(
                      CELLS.NODE_ID.eq(NODES.ID), CELLS.STATE.ne(inline(CellState.DELETED.word()))))
          .as("committed");

  private final DSLContext db;

  public Fleet(DSLContext db) {
    this.db = db;
  }

  /** Nodes, also deleted ones. */
  public List<FleetNode> nodes(@Nullable UUID after, int limit) {
    Condition older = after == null ? noCondition() : NODES.ID.lt(after);
    return nodes(older, limit);
  }

  public Optional<FleetNode> node(UUID id) {
    return nodes(NODES.ID.eq(id), 1).stream().findFirst();
  }

  private List<FleetNode> nodes(Condition where, int limit) {
    return db.select(NODES.fields())
        .select(SERVER_NAME, WARM, CLAIMED, OTHER, COMMITTED)
        .from(NODES)
        .where(where)
        .orderBy(NODES.ID.desc())
        .limit(limit)
        .fetch(Fleet::node);
  }

  private static FleetNode node(Record row) {
    return new FleetNode(
        row.get(NODES.ID),
        row.get(SERVER_NAME),
        row.get(NODES.REGION),
        row.get(NODES.STATE),
        row.get(NODES.SERVER_TYPE),
        row.get(NODES.ADDRESS),
        row.get(WARM),
        row.get(CLAIMED),
        row.get(OTHER),
        row.get(NODES.MEMORY_BYTES),
        row.get(COMMITTED).longValue(),
        Times.orNull(row.get(NODES.ENROLLED_AT)),
        Times.of(row.get(NODES.CREATED_AT)),
        row.get(NODES.PROBLEM));
  }

  /** Orders, also served ones; only of this state if one is named. */
  public List<FleetOrder> orders(@Nullable UUID after, int limit, @Nullable String state) {
    return orders(
            (after == null ? noCondition() : ORDERS.ID.lt(after))
                .and(state == null ? noCondition() : ORDERS.STATE.eq(state)),
            limit)
        .fetch(Fleet::order);
  }

  public Optional<FleetOrder> order(UUID id) {
    return orders(ORDERS.ID.eq(id), 1).fetchOptional(Fleet::order);
  }

  private ResultQuery<Record> orders(Condition where, int limit) {
    return db.select(ORDERS.fields())
        .select(ACCOUNTS.EMAIL)
        .from(ORDERS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(ORDERS.ACCOUNT_ID))
        .where(where)
        .orderBy(ORDERS.ID.desc())
        .limit(limit);
  }

  private static FleetOrder order(Record row) {
    return new FleetOrder(
        row.get(ORDERS.ID),
        row.get(ORDERS.ACCOUNT_ID),
        row.get(ACCOUNTS.EMAIL),
        row.get(ORDERS.AGENT_NAME),
        row.get(ORDERS.PLAN),
        row.get(ORDERS.REGION),
        row.get(ORDERS.SIZE),
        row.get(ORDERS.STATE),
        row.get(ORDERS.ATTEMPTS),
        row.get(ORDERS.PROBLEM),
        Times.of(row.get(ORDERS.CREATED_AT)),
        Times.of(row.get(ORDERS.UPDATED_AT)));
  }

  /** The ledger; only effects of this state if one is named. */
  public List<FleetEffect> effects(@Nullable UUID after, int limit, @Nullable String state) {
    return db.selectFrom(EFFECTS)
        .where(
            after == null ? noCondition() : EFFECTS.ID.lt(after),
            state == null ? noCondition() : EFFECTS.STATE.eq(state))
        .orderBy(EFFECTS.ID.desc())
        .limit(limit)
        .fetch(
            row ->
                new FleetEffect(
                    row.getId(),
                    row.getKind(),
                    row.getProvider(),
                    row.getName(),
                    row.getExternalId(),
                    row.getState(),
                    row.getOwnerKind(),
                    row.getOwnerId(),
                    row.getAttempts(),
                    row.getError(),
                    Times.of(row.getCreatedAt()),
                    Times.of(row.getUpdatedAt())));
  }

  private static Field<Integer> cells(Condition which, String name) {
    return field(select(count()).from(CELLS).where(CELLS.NODE_ID.eq(NODES.ID), which)).as(name);
  }
}
