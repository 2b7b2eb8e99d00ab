package dev.clawstead.db.life;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.ORDERS;
import static dev.clawstead.db.generated.Tables.PERMITS;
import static org.jooq.impl.DSL.all;
import static org.jooq.impl.DSL.arrayAppend;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.val;

import dev.clawstead.db.capture.Captures;
import dev.clawstead.db.cell.Addresses;
import dev.clawstead.db.cell.OwnModelKeys;
import dev.clawstead.db.event.Notices;
import dev.clawstead.db.event.Timeline;
import dev.clawstead.db.event.Timeline.Line;
import dev.clawstead.db.generated.tables.records.InstancesRecord;
import dev.clawstead.domain.CellState;
import dev.clawstead.domain.Hold;
import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.OrderState;
import dev.clawstead.domain.RouteState;
import dev.clawstead.domain.Word;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** What happens to an instance after its order; each method is one transaction, safe to repeat. */
public final class Lives {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private final DSLContext db;

  public Lives(DSLContext db) {
    this.db = db;
  }

  /** The cell answers. Nothing happens to an instance that is deleting or has another cell. */
  public void opened(UUID instance, UUID cell, Line line) {
    change(
        instance,
        (tx, row) -> {
          if (!isEnding(row) && cell.equals(row.getCellId())) {
            Timeline.add(
                tx,
                instance,
                Openings.open(tx, instance, cell)
                    .map(ends -> line.saying(keyBefore(ends)))
                    .orElse(line));
          }
        });
  }

  /**
   * Parts the instance from a cell that never came up, or that went away with its node: back into
   * the queue at its old place, with its address if it was ever open under it.
   */
  public void unplaced(UUID instance, UUID cell, String problem, Line line) {
    change(
        instance,
        (tx, row) -> {
          if (!isEnding(row) && cell.equals(row.getCellId())) {
            Partings.part(tx, row, cell, problem);
            Timeline.add(tx, instance, line);
          }
        });
  }

  /** The instance is {@code starting} or {@code restarting}; its address says so. */
  public void interrupted(UUID instance, InstanceState state, Line line) {
    change(
        instance,
        (tx, row) -> {
          if (!isEnding(row)) {
            set(tx, instance, state, null);
            turnRoute(tx, row, RouteState.STARTING);
            Timeline.add(tx, instance, line);
          }
        });
  }

  /**
   * The instance restarts, and its cell has the next key of its own for models from now on; the one
   * before works until {@link #opened} and for the overlap after that.
   */
  public void replacingModelKey(UUID instance, Duration overlap, Line line) {
    change(
        instance,
        (tx, row) -> {
          UUID cell = row.getCellId();
          // A repeat finds its line, and must not replace the new key as well.
          if (!isEnding(row) && cell != null && Timeline.add(tx, instance, line)) {
            set(tx, instance, InstanceState.RESTARTING, null);
            OwnModelKeys.replace(tx, cell, overlap);
            turnRoute(tx, row, RouteState.STARTING);
          }
        });
  }

  /** The instance cannot run without help. */
  public void failed(UUID instance, String problem, Line line) {
    change(
        instance,
        (tx, row) -> {
          if (!isEnding(row)) {
            set(tx, instance, InstanceState.FAILED, problem);
            order(tx, instance, OrderState.FAILED, problem, unserved());
            turnRoute(tx, row, RouteState.FAILED);
            Timeline.add(tx, instance, line);
          }
        });
  }

  /**
   * Shuts the instance for good and returns the cell to destroy, if it ever got one that is not
   * destroyed yet.
   */
  public Optional<UUID> closing(UUID instance, Line line) {
    return db.transactionResult(
        configuration -> {
          DSLContext tx = configuration.dsl();
          InstancesRecord row = lock(tx, instance);
          if (!isEnding(row)) {
            set(tx, instance, InstanceState.DELETING, null);
            order(tx, instance, OrderState.CANCELLED, null, unserved());
            shut(tx, row);
            new Captures(tx).delete(instance);
            Timeline.add(tx, instance, line);
            Notices.instance(tx, instance);
          }
          return row.getState().equals(InstanceState.DELETED.word())
              ? Optional.empty()
              : Optional.ofNullable(row.getCellId());
        });
  }

  /** The cell is gone, and with it the instance. */
  public void deleted(UUID instance, Line line) {
    change(
        instance,
        (tx, row) -> {
          if (row.getState().equals(InstanceState.DELETED.word())) {
            return;
          }
          tx.update(INSTANCES)
              .set(INSTANCES.STATE, InstanceState.DELETED.word())
              .set(INSTANCES.DELETED_AT, currentOffsetDateTime())
              .set(INSTANCES.UPDATED_AT, currentOffsetDateTime())
              .where(INSTANCES.ID.eq(instance))
              .execute();
          order(tx, instance, OrderState.CANCELLED, null, unserved());
          shut(tx, row);
          cell(tx, row, CellState.DELETED);
          Timeline.add(tx, instance, line);
        });
  }

  /** Adds a line to the timeline unless one of its key is there. */
  public void note(UUID instance, Line line) {
    db.transaction(
        tx -> {
          if (Timeline.add(tx.dsl(), instance, line)) {
            Notices.instance(tx.dsl(), instance);
          }
        });
  }

  /** What there is to know about an instance. */
  public Optional<Life> find(UUID instance) {
    return db.select(
            INSTANCES.ID,
            INSTANCES.ACCOUNT_ID,
            INSTANCES.NAME,
            INSTANCES.REGION,
            INSTANCES.SIZE,
            INSTANCES.IMAGE,
            INSTANCES.STATE,
            INSTANCES.CELL_ID,
            CELLS.NODE_ID,
            INSTANCES.SLUG)
        .from(INSTANCES)
        .leftJoin(CELLS)
        .on(CELLS.ID.eq(INSTANCES.CELL_ID))
        .where(INSTANCES.ID.eq(instance))
        .fetchOptional(
            r ->
                new Life(
                    r.value1(),
                    r.value2(),
                    r.value3(),
                    r.value4(),
                    r.value5(),
                    r.value6(),
                    Word.of(InstanceState.class, r.value7()),
                    r.value8(),
                    r.value9(),
                    r.value10()));
  }

  private static String keyBefore(Instant ends) {
    return ends.isAfter(Instant.now())
        ? "The key it had before works until " + MOMENT.format(ends) + "."
        : "The key it had before is void.";
  }

  private void change(UUID instance, Change change) {
    db.transaction(
        configuration -> {
          DSLContext tx = configuration.dsl();
          change.make(tx, lock(tx, instance));
          Notices.instance(tx, instance);
        });
  }

  /** The order first, as the claim does: two changes of one instance never wait in a circle. */
  private static InstancesRecord lock(DSLContext tx, UUID instance) {
    tx.select(ORDERS.ID).from(ORDERS).where(ORDERS.ID.eq(instance)).forUpdate().execute();
    return tx.selectFrom(INSTANCES)
        .where(INSTANCES.ID.eq(instance))
        .forUpdate()
        .fetchOptional()
        .orElseThrow(() -> new IllegalArgumentException("there is no instance " + instance));
  }

  private static boolean isEnding(InstancesRecord row) {
    return row.getState().equals(InstanceState.DELETING.word())
        || row.getState().equals(InstanceState.DELETED.word());
  }

  private static void set(
      DSLContext tx, UUID instance, InstanceState state, @Nullable String problem) {
    tx.update(INSTANCES)
        .set(INSTANCES.STATE, state.word())
        .set(INSTANCES.PROBLEM, problem)
        .set(INSTANCES.UPDATED_AT, currentOffsetDateTime())
        .where(INSTANCES.ID.eq(instance))
        .execute();
  }

  private static Condition unserved() {
    return ORDERS.STATE.notIn(OrderState.SERVED.word(), OrderState.CANCELLED.word());
  }

  private static void order(
      DSLContext tx, UUID id, OrderState state, @Nullable String problem, Condition where) {
    tx.update(ORDERS)
        .set(ORDERS.STATE, state.word())
        .set(ORDERS.PROBLEM, problem)
        .setNull(ORDERS.ETA)
        .set(ORDERS.UPDATED_AT, currentOffsetDateTime())
        .where(ORDERS.ID.eq(id), where)
        .execute();
  }

  private static void shut(DSLContext tx, InstancesRecord row) {
    String hold = Hold.DELETING.word();
    tx.update(PERMITS)
        .set(PERMITS.HOLDS, arrayAppend(PERMITS.HOLDS, hold))
        .set(PERMITS.UPDATED_AT, currentOffsetDateTime())
        .where(PERMITS.INSTANCE_ID.eq(row.getId()), val(hold).ne(all(PERMITS.HOLDS)))
        .execute();
    turnRoute(tx, row, RouteState.GONE);
    cell(tx, row, CellState.DELETING);
  }

  private static void turnRoute(DSLContext tx, InstancesRecord row, RouteState state) {
    if (row.getCellId() != null) {
      Addresses.turn(tx, row.getCellId(), state);
    }
  }

  private static void cell(DSLContext tx, InstancesRecord row, CellState state) {
    if (row.getCellId() != null) {
      tx.update(CELLS)
          .set(CELLS.STATE, state.word())
          .set(CELLS.UPDATED_AT, currentOffsetDateTime())
          .where(CELLS.ID.eq(row.getCellId()), CELLS.STATE.ne(CellState.DELETED.word()))
          .execute();
    }
  }

  private interface Change {
    void make(DSLContext tx, InstancesRecord row);
  }

  /** An instance, with its cell and node where it has them. */
  public record Life(
      UUID id,
      UUID account,
      String name,
      String region,
      String size,
      String image,
      InstanceState state,
      @Nullable UUID cell,
      @Nullable UUID node,
      @Nullable String slug) {}
}
