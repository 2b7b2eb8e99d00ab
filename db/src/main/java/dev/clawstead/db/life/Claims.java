package dev.clawstead.db.life;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.ORDERS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.row;

import dev.clawstead.db.cell.Addresses;
import dev.clawstead.db.cell.Placements;
import dev.clawstead.db.cell.Placements.Placed;
import dev.clawstead.db.cell.Placements.Wanted;
import dev.clawstead.db.event.Notices;
import dev.clawstead.db.event.Timeline;
import dev.clawstead.db.event.Timeline.Line;
import dev.clawstead.db.generated.tables.records.OrdersRecord;
import dev.clawstead.domain.CellState;
import dev.clawstead.domain.EventLevel;
import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.OrderState;
import dev.clawstead.domain.RouteState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Gives orders their cells: a warm one at once, else a new one where there is room, in turn. */
public final class Claims {

  private static final String CLAIM = read("claim.sql");

  /** An order that was not tried for so long does not hold up those behind it. */
  private static final Duration STILL_WAITING = Duration.ofMinutes(2);

  private final DSLContext db;
  private final Clock clock;

  public Claims(DSLContext db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * Gives a new order the oldest warm cell of its pool before it has a workflow, which learns of it
   * from its own {@link #claim}; until then the order is among those that the sweeper looks at.
   * Empty when there is no warm cell for it, or when others wait before it.
   */
  public Optional<Claim> claimAhead(UUID order) {
    return takeWarm(db, order, false, OrderState.CLAIMED);
  }

  /**
   * Gives the order the oldest warm cell of its pool, or says what it has got already, or puts it
   * into the queue. Concurrent callers never wait for each other and never get the same cell.
   */
  public Claim claim(UUID order) {
    Optional<Claim> taken = takeWarm(db, order, false, OrderState.SERVED);
    return taken.isPresent()
        ? taken.get()
        : db.transactionResult(tx -> inTurn(tx.dsl(), order, false));
  }

  /** The same for an order that waits; without a warm cell it gets a new one, if one fits. */
  public Claim place(UUID order) {
    return db.transactionResult(tx -> inTurn(tx.dsl(), order, true));
  }

  private Claim inTurn(DSLContext tx, UUID id, boolean mayPlace) {
    OrdersRecord order =
        tx.selectFrom(ORDERS)
            .where(ORDERS.ID.eq(id))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(() -> new IllegalArgumentException("there is no order " + id));
    Optional<Claim> outcome = outcome(tx, order);
    if (outcome.isPresent()) {
      return outcome.get();
    }
    if (ahead(tx, order, samePool(order)) < warm(tx, order)) {
      Optional<Claim> taken = takeWarm(tx, id, true, OrderState.SERVED);
      if (taken.isPresent()) {
        Notices.instance(tx, id);
        return taken.get();
      }
    }
    return placeOrQueue(tx, order, mayPlace);
  }

  private Claim placeOrQueue(DSLContext tx, OrdersRecord order, boolean mayPlace) {
    Wanted wanted = Wanted.of(order.getRegion(), order.getSize(), order.getImage(), order.getId());
    int position = ahead(tx, order, ORDERS.REGION.eq(order.getRegion())) + 1;
    int room = Placements.room(tx, wanted);
    if (mayPlace && position <= room) {
      Optional<Placed> placed = Placements.place(tx, wanted);
      if (placed.isPresent()) {
        return Openings.placed(tx, order.getId(), placed.get());
      }
    }
    return queue(tx, order, position, Eta.of(clock.instant(), position, room));
  }

  private static Claim queue(DSLContext tx, OrdersRecord order, int position, Instant eta) {
    tx.update(ORDERS)
        .set(ORDERS.STATE, OrderState.QUEUED.word())
        .set(ORDERS.PROBLEM, (String) null)
        .set(ORDERS.ATTEMPTS, ORDERS.ATTEMPTS.plus(1))
        .set(ORDERS.ETA, eta.atOffset(ZoneOffset.UTC))
        .set(ORDERS.UPDATED_AT, currentOffsetDateTime())
        .where(ORDERS.ID.eq(order.getId()))
        .execute();
    tx.update(INSTANCES)
        .set(INSTANCES.STATE, InstanceState.QUEUED.word())
        .set(INSTANCES.PROBLEM, (String) null)
        .where(INSTANCES.ID.eq(order.getId()), INSTANCES.STATE.eq(InstanceState.FAILED.word()))
        .execute();
    // One line each time the position has halved, not one for each step of a long queue.
    String key = "waiting-" + (Integer.SIZE - Integer.numberOfLeadingZeros(position));
    Line line = Line.of(key, "queued", EventLevel.INFO, "Waiting for room: position " + position);
    if (Timeline.add(tx, order.getId(), line)) {
      Notices.instance(tx, order.getId());
    }
    return Claim.queued(eta, position - 1);
  }

  private static Optional<Claim> outcome(DSLContext tx, OrdersRecord order) {
    var instance =
        tx.select(INSTANCES.STATE, INSTANCES.CELL_ID, INSTANCES.SLUG)
            .from(INSTANCES)
            .where(INSTANCES.ID.eq(order.getId()))
            .fetchSingle();
    boolean ended =
        instance.value1().equals(InstanceState.DELETING.word())
            || instance.value1().equals(InstanceState.DELETED.word());
    if (ended || order.getState().equals(OrderState.CANCELLED.word())) {
      return Optional.of(Claim.ended());
    }
    if (instance.value2() == null) {
      return Optional.empty();
    }
    if (order.getState().equals(OrderState.CLAIMED.word())) {
      tx.update(ORDERS)
          .set(ORDERS.STATE, OrderState.SERVED.word())
          .set(ORDERS.UPDATED_AT, currentOffsetDateTime())
          .where(ORDERS.ID.eq(order.getId()))
          .execute();
      return Optional.of(Claim.open(instance.value2(), instance.value3()));
    }
    return Optional.of(
        order.getState().equals(OrderState.SERVED.word())
            ? Claim.open(instance.value2(), instance.value3())
            : Claim.placed(instance.value2(), instance.value3()));
  }

  /** Straight through JDBC: jOOQ would read the whole text again for each of thousands a second. */
  private static Optional<Claim> takeWarm(
      DSLContext tx, UUID order, boolean isItsTurn, OrderState then) {
    return tx.connectionResult(
        connection -> {
          try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setObject(1, order);
            claim.setBoolean(2, isItsTurn);
            claim.setString(3, then.word());
            try (ResultSet taken = claim.executeQuery()) {
              return taken.next() ? Optional.of(taken(tx, order, taken)) : Optional.empty();
            }
          }
        });
  }

  private static Claim taken(DSLContext tx, UUID order, ResultSet taken) throws SQLException {
    UUID cell = taken.getObject("id", UUID.class);
    String address = taken.getString("address");
    if (!address.equals(taken.getString("slug"))) {
      // Only on an order's second way through the queue, which is inside a transaction.
      Addresses.bind(tx, cell, order, RouteState.OPEN);
    }
    return Claim.open(cell, address);
  }

  /** How many orders came before this one, still try, and have no cell yet. */
  private int ahead(DSLContext tx, OrdersRecord order, Condition rivals) {
    OffsetDateTime since = clock.instant().minus(STILL_WAITING).atOffset(ZoneOffset.UTC);
    return tx.fetchCount(
        tx.selectOne()
            .from(ORDERS)
            .join(INSTANCES)
            .on(INSTANCES.ID.eq(ORDERS.ID), INSTANCES.CELL_ID.isNull())
            .where(
                rivals,
                ORDERS.STATE.eq(OrderState.QUEUED.word()),
                ORDERS.UPDATED_AT.gt(since),
                row(ORDERS.CREATED_AT, ORDERS.ID).lt(order.getCreatedAt(), order.getId())));
  }

  private static int warm(DSLContext tx, OrdersRecord order) {
    return tx.fetchCount(
        CELLS,
        CELLS.REGION.eq(order.getRegion()),
        CELLS.SIZE.eq(order.getSize()),
        CELLS.IMAGE.eq(order.getImage()),
        CELLS.STATE.eq(CellState.WARM.word()));
  }

  private static Condition samePool(OrdersRecord order) {
    return ORDERS
        .REGION
        .eq(order.getRegion())
        .and(ORDERS.SIZE.eq(order.getSize()))
        .and(ORDERS.IMAGE.eq(order.getImage()));
  }

  private static String read(String name) {
    try (InputStream in = Objects.requireNonNull(Claims.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
