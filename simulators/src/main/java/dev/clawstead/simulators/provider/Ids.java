package dev.clawstead.simulators.provider;

import java.util.concurrent.atomic.AtomicLong;

/** Ids as vendors make them: a prefix and letters that never come twice. */
final class Ids {

  private static final AtomicLong LAST = new AtomicLong(System.nanoTime());

  private Ids() {}

  static String next(String prefix) {
    // An odd factor keeps numbers apart while it makes neighbours look different.
    String digits = Long.toString((LAST.incrementAndGet() * 0x9E3779B97F4A7C15L) >>> 1, 36);
    return prefix + "0".repeat(13 - digits.length()) + digits;
  }
}
