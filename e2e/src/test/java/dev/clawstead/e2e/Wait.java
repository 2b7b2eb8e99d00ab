package dev.clawstead.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.core.ThrowingRunnable;

/** Waits for conditions, never for time. */
final class Wait {

  private Wait() {}

  /** Repeats the assertions until they hold; fails with the last failure after the limit. */
  static void until(Duration limit, ThrowingRunnable assertions) {
    await()
        .atMost(limit)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(250))
        .ignoreExceptions()
        .untilAsserted(assertions);
  }

  /** The pause between two tries of one client. */
  static void aMoment() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
  }
}
