package dev.clawstead.gateway.model;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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
  private @Nullable String problem;

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
    problem = null;
    pause = PAUSE_MIN;
  }

  synchronized void failed(String why) {
    failures++;
    problem = why;
    if (failures >= FAILURES) {
      closedUntil = nanos.getAsLong() + pause;
      pause = Math.min(PAUSE_MAX, pause * 2);
    }
  }

  /** The provider does not know the key any more, or wants money for it: only people mend that. */
  synchronized void refuse(String why) {
    refused = true;
    problem = why;
  }

  /** Somebody has mended it, and the provider takes the key again. */
  synchronized void mended() {
    refused = false;
    succeeded();
  }

  synchronized boolean isRefused() {
    return refused;
  }

  /** How it is now, for people. */
  synchronized Look look() {
    if (refused) {
      return new Look("refused", problem);
    }
    if (failures < FAILURES) {
      return new Look("closed", null);
    }
    boolean pausing = nanos.getAsLong() - closedUntil < 0;
    return new Look(pausing ? "open" : "half-open", problem);
  }

  /** A state (closed, open, half-open, refused) and what the last call failed with. */
  record Look(String state, @Nullable String problem) {

    /** 0 while calls are let through, 1 while they are kept away, 2 once the key is refused. */
    int level() {
      return switch (state) {
        case "closed" -> 0;
        case "refused" -> 2;
        default -> 1;
      };
    }
  }
}
