package dev.clawstead.simulators.hetzner;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** The project's request budget: so many an hour, refilled evenly, with bursts. */
final class RequestBudget {

  private final int limit;
  private final InstantSource clock;
  private double left;
  private Instant refilled;

  RequestBudget(int limit, InstantSource clock) {
    this.limit = limit;
    this.clock = clock;
    this.left = limit;
    this.refilled = clock.instant();
  }

  /** Takes one request out of the budget; false when none is left. */
  synchronized boolean take() {
    refill();
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }

  synchronized Map<String, String> headers() {
    long secondsToFull = (long) Math.ceil((limit - left) * 3600 / limit);
    return Map.of(
        "RateLimit-Limit", Integer.toString(limit),
        "RateLimit-Remaining", Long.toString((long) left),
        "RateLimit-Reset", Long.toString(clock.instant().getEpochSecond() + secondsToFull));
  }

  private void refill() {
    Instant now = clock.instant();
    double seconds = Duration.between(refilled, now).toNanos() / 1e9;
    left = Math.min(limit, left + seconds * limit / 3600);
    refilled = now;
  }
}
