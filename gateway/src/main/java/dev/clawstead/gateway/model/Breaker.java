package dev.clawstead.gateway.model;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps calls away from what fails again and again, and lets one through now and then to see
 * whether it is well. Each further failure doubles the pause.
 */
final class Breaker {

  private static final int FAILURES = 3;
  private static final long PAUSE_MIN = Duration.ofSeconds(2).toNanos();
  private static final long PAUSE_MAX = Duration.ofSeconds(30).toNanos();

  private final LongSupplier nanos;
  private int failures;
  private long pause = PAUSE_MIN;
  private long closedUntil;
  private boolean refused;

  Breaker(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether a call may be made now; of several callers after a pause one is let through. */
  synchronized boolean admits() {
    if (refused) {
      return false;
    }
    if (failures < FAILURES) {
      return true;
    }
    long now = nanos.getAsLong();
    if (now - closedUntil < 0) {
      return false;
    }
    closedUntil = now + pause;
    return true;
  }

  synchronized void succeeded() {
    failures = 0;
    pause = PAUSE_MIN;
  }

  synchronized void failed() {
    failures++;
    if (failures >= FAILURES) {
      closedUntil = nanos.getAsLong() + pause;
      pause = Math.min(PAUSE_MAX, pause * 2);
    }
  }

  /** 0 while calls are let through, 1 while they are kept away, 2 once the key is refused. */
  synchronized int level() {
    return refused ? 2 : failures >= FAILURES ? 1 : 0;
  }

  /** The provider does not know the key any more, or wants money for it: only people mend that. */
  synchronized void refuse() {
    refused = true;
  }
}
