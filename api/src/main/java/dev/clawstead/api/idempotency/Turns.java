package dev.clawstead.api.idempotency;

import dev.clawstead.db.account.IdempotencyKeys.Slot;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets requests with the same key wait for each other within this process. Across processes the
 * database does; here it saves the work (a password's hash, a call to Temporal) of all but one.
 */
final class Turns {

  private final ConcurrentHashMap<String, Turn> turns = new ConcurrentHashMap<>();

  <T> T inTurn(Slot slot, Supplier<T> work) {
    String name = slot.scope() + "|" + HexFormat.of().formatHex(slot.keyHash());
    Turn turn = turns.compute(name, (n, there) -> (there == null ? new Turn(0) : there).joined());
    turn.lock.lock();
    try {
      return work.get();
    } finally {
      turn.lock.unlock();
      turns.computeIfPresent(name, (n, there) -> there.left());
    }
  }

  private static final class Turn {

    private final ReentrantLock lock = new ReentrantLock();
    private int inside;

    Turn(int inside) {
      this.inside = inside;
    }

    Turn joined() {
      inside++;
      return this;
    }

    @org.jspecify.annotations.Nullable
    Turn left() {
      return --inside == 0 ? null : this;
    }
  }
}
