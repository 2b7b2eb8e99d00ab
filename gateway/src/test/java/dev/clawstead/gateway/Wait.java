package dev.clawstead.gateway;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition; a test fails only when it does not come true in a long time. */
public final class Wait {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BETWEEN = Duration.ofMillis(5);

  private Wait() {}

  /** Something that becomes true. */
  public interface Condition {

    boolean holds() throws Exception;
  }

  public static void until(Condition condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (Exception e) {
        throw new AssertionError("the condition cannot be looked at", e);
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
    throw new AssertionError("did not come true in " + PATIENCE);
  }
}
