package dev.clawstead.standalone.part;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How long to wait before a part that died is started again. */
final class Restarts {

  static final int DEATHS = 5;
  static final Duration WINDOW = Duration.ofMinutes(1);
  static final Duration SLOW = Duration.ofSeconds(30);
  private static final Duration FIRST = Duration.ofMillis(250);

  private final Deque<Instant> deaths = new ArrayDeque<>();
  private boolean failing;

  /** The wait, and whether the part now counts as failing: it died five times in a minute. */
  record Verdict(Duration delay, boolean failing) {}

  Verdict died(Instant started, Instant now) {
    if (Duration.between(started, now).compareTo(WINDOW) >= 0) {
      failing = false;
      deaths.clear();
    }
    deaths.addLast(now);
    while (Duration.between(deaths.getFirst(), now).compareTo(WINDOW) > 0) {
      deaths.removeFirst();
    }
    failing |= deaths.size() >= DEATHS;
    return new Verdict(failing ? SLOW : FIRST.multipliedBy(1L << (deaths.size() - 1)), failing);
  }
}
