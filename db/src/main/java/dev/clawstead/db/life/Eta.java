package dev.clawstead.db.life;

import java.time.Duration;
import java.time.Instant;

/** Estimates when an order that waits has its agent. */
final class Eta {

  /** A cell takes about this long from its row to its first answer, one after the other. */
  private static final Duration CELL = Duration.ofSeconds(2);

  /** A server takes about this long from its order to its first cell. */
  private static final Duration SERVER = Duration.ofMinutes(3);

  private Eta() {}

  /** For the order at this place of the queue (1 is next), where this many cells still fit. */
  static Instant of(Instant now, int position, int room) {
    Instant inTurn = now.plus(CELL.multipliedBy(position));
    return position <= room ? inTurn : inTurn.plus(SERVER);
  }
}
