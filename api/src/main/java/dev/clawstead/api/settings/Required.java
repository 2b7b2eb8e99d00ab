package dev.clawstead.api.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks single properties; each failure names the property and says how to mend it. */
final class Required {

  private static final Duration WINDOW_MAX = Duration.ofDays(1);

  private Required() {}

  static <T> T set(@Nullable T value, String property) {
    if (value == null || value.toString().isBlank()) {
      throw broken(property, "it must be set");
    }
    return value;
  }

  static void positive(String property, int value) {
    if (value < 1) {
      throw broken(property, "it must be at least 1, not " + value);
    }
  }

  static void window(String property, Duration value) {
    if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(WINDOW_MAX) > 0) {
      throw broken(property, "it must lie between 1s and 1d, not be " + value);
    }
  }

  static IllegalArgumentException broken(String property, String why) {
    return new IllegalArgumentException(property + ": " + why);
  }
}
