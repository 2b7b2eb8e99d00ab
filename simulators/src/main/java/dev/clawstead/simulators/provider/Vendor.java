package dev.clawstead.simulators.provider;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A provider by the path under which it answers here. */
enum Vendor {
  OPENAI("/openai/v1"),
  XAI("/xai/v1"),
  GOOGLE("/google/v1beta/openai"),
  COMPATIBLE("/compatible/v1"),
  ANTHROPIC("/anthropic/v1");

  private final String base;

  Vendor(String base) {
    this.base = base;
  }

  /** The name in settings, rules and the truth. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String base() {
    return base;
  }

  static Optional<Vendor> ofPath(String path) {
    return Arrays.stream(values()).filter(v -> path.startsWith(v.base + "/")).findFirst();
  }

  static Optional<Vendor> ofWord(String word) {
    return Arrays.stream(values()).filter(v -> v.word().equals(word)).findFirst();
  }
}
