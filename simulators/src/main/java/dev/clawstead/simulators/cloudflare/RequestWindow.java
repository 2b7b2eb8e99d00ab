package dev.clawstead.simulators.cloudflare;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** The token's request limit: so many in five minutes; whoever exceeds it waits five minutes. */
final class RequestWindow {

  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final int limit;
  private final InstantSource clock;
  private Instant ends = Instant.EPOCH;
  private int left;

  RequestWindow(int limit, InstantSource clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /** Takes one request; the first one too many starts a window in which none are left. */
  synchronized boolean take() {
    Instant now = clock.instant();
    if (!now.isBefore(ends)) {
      ends = now.plus(WINDOW);
      left = limit;
    }
    if (left == 0) {
      ends = now.plus(WINDOW);
      // Asking while blocked must not push the end away for ever.
      left = -1;
    }
    if (left < 0) {
      return false;
    }
    left--;
    return true;
  }

  synchronized Map<String, String> headers() {
    long seconds = Math.max(0, Duration.between(clock.instant(), ends).toSeconds());
    String policy = "\"default\";q=" + limit + ";w=" + WINDOW.toSeconds();
    String rest = "\"default\";r=" + Math.max(0, left) + ";t=" + seconds;
    return left < 0
        ? Map.of(
            "Ratelimit", rest, "Ratelimit-Policy", policy, "Retry-After", Long.toString(seconds))
        : Map.of("Ratelimit", rest, "Ratelimit-Policy", policy);
  }
}
