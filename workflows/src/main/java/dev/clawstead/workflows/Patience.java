package dev.clawstead.workflows;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/** How long workflows wait for what, and why. */
public final class Patience {

  /**
   * One transaction on the way to an answer: no round trip to Temporal, and short enough that the
   * workflow task stays alive. Who gives up here goes on with {@link #RECORD}.
   */
  public static final LocalActivityOptions QUICK =
      LocalActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofSeconds(2))
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(Duration.ofMillis(50))
                  .setMaximumAttempts(3)
                  .build())
          .build();

  /** Our own database: tried until it is back, because nothing can go on without it. */
  public static final ActivityOptions RECORD =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofSeconds(10))
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(Duration.ofMillis(200))
                  .setMaximumInterval(Duration.ofSeconds(5))
                  .build())
          .build();

  /** Waiting in line: looked at again for as long as it takes; the activity says when. */
  public static final ActivityOptions QUEUE =
      RECORD.toBuilder()
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(Duration.ofSeconds(1))
                  .setBackoffCoefficient(1.2)
                  .setMaximumInterval(Duration.ofSeconds(5))
                  .build())
          .build();

  /**
   * One try at an effect. A cancelled try is waited for: what follows it must find everything that
   * it made. Past the total another place, or another day, is the better try.
   */
  public static final ActivityOptions DO =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofSeconds(30))
          .setScheduleToCloseTimeout(Duration.ofMinutes(3))
          .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(Duration.ofMillis(500))
                  .setMaximumInterval(Duration.ofSeconds(15))
                  .build())
          .build();

  /**
   * A start that waits for the first answer of an agent. Heartbeats tell within seconds when the
   * worker that waited has died.
   */
  public static final ActivityOptions START =
      DO.toBuilder()
          .setStartToCloseTimeout(Duration.ofMinutes(3))
          .setScheduleToCloseTimeout(Duration.ofMinutes(4))
          .setHeartbeatTimeout(Duration.ofSeconds(20))
          .build();

  /** A stop in good order: the slowest image may take more than five minutes to end its work. */
  public static final ActivityOptions STOP =
      DO.toBuilder()
          .setStartToCloseTimeout(Duration.ofMinutes(7))
          .setScheduleToCloseTimeout(Duration.ofMinutes(15))
          .setHeartbeatTimeout(Duration.ofSeconds(20))
          .build();

  /** Undo outlasts any outage: what is left over costs money every hour. */
  public static final ActivityOptions UNDO =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofSeconds(60))
          .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(Duration.ofMillis(500))
                  .setMaximumInterval(Duration.ofMinutes(1))
                  .build())
          .build();

  private Patience() {}

  /** A delay that doubles with each failure, from the first to the longest. */
  public static Duration backoff(int failures, Duration first, Duration longest) {
    Duration delay = first;
    for (int n = 1; n < failures && delay.compareTo(longest) < 0; n++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(longest) < 0 ? delay : longest;
  }
}
