package dev.clawstead.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** An enum constant that is written in lower case in the database and in the API. */
public interface Word {

  /** The constant's Java name. */
  String name();

  /** The constant as the database and the API write it. */
  default String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Finds the constant that is written like this, if there is one. */
  static <T extends Enum<T> & Word> Optional<T> parse(Class<T> type, String word) {
    return Arrays.stream(type.getEnumConstants()).filter(c -> c.word().equals(word)).findFirst();
  }

  /** Reads a word that our own database wrote; an unknown one is a fault of ours. */
  static <T extends Enum<T> & Word> T of(Class<T> type, String word) {
    return parse(type, word)
        .orElseThrow(() -> new IllegalArgumentException("no " + type.getSimpleName() + " " + word));
  }
}
