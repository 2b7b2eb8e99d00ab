package dev.clawstead.workflows.instance;

import dev.clawstead.workflows.Patience;
import java.time.Duration;

/** How often an agent has crashed lately; a quiet while forgives all. */
record Crashes(int count, long lastEpochSecond) {

  static final int MOST = 5;
  private static final long WINDOW_SECONDS = Duration.ofMinutes(10).toSeconds();

  Crashes another(long nowEpochSecond) {
    boolean forgiven = nowEpochSecond - lastEpochSecond > WINDOW_SECONDS;
    return new Crashes(forgiven ? 1 : count + 1, nowEpochSecond);
  }

  boolean tooMany() {
    return count > MOST;
  }

  /** The first crash costs no time; an agent that keeps crashing must not keep its node busy. */
  Duration pause() {
    return count <= 1
        ? Duration.ZERO
        : Patience.backoff(count - 1, Duration.ofSeconds(5), Duration.ofMinutes(2));
  }
}
