package dev.clawstead.api.problem;

import dev.clawstead.domain.Word;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Lists a set of words for people. */
final class Words {

  private Words() {}

  static <T extends Enum<T> & Word> String of(Class<T> type) {
    return Arrays.stream(type.getEnumConstants()).map(Word::word).collect(Collectors.joining(", "));
  }
}
