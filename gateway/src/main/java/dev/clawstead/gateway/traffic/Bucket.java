package dev.clawstead.gateway.traffic;

import java.time.Duration;

/**
 * So much a minute, of which a sixth may come at once. It may be overdrawn by what is known only
 * afterwards, and is then closed until it has filled up again.
 */
final class Bucket {

  private static final double MINUTE = Duration.ofMinutes(1).toNanos();
  private static final double AT_ONCE = 1 / 6.0;

  private double perNano;
  private double most;
  private double level;
  private long at;

  Bucket(long perMinute, long now) {
    at = now;
    set(perMinute, now);
    level = most;
  }

  /** From now on it fills so fast. */
  void set(long perMinute, long now) {
    fill(now);
    double share = most == 0 ? 0 : level / most;
    perNano = perMinute / MINUTE;
    most = perMinute == 0 ? 0 : Math.max(1, perMinute * AT_ONCE);
    level = share < 0 ? level : share * most;
  }

  /** Whether there is as much as this. */
  boolean has(double amount, long now) {
    fill(now);
    return level >= amount;
  }

  boolean isFull(long now) {
    fill(now);
    return level >= most;
  }

  void take(double amount) {
    level -= amount;
  }

  private void fill(long now) {
    level = Math.min(most, level + (now - at) * perNano);
    at = now;
  }
}
