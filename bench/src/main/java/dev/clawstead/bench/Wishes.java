package dev.clawstead.bench;

import java.util.List;

/**
 * What the command line asks a bench for.
 *
 * @param parts the parts of it to run; all when there is none
 * @param peers whether others are to be installed and measured beside ours
 * @param quick whether what takes minutes may be cut to one, which the rows then say
 */
record Wishes(List<String> parts, boolean peers, boolean quick) {

  static final List<String> FLAGS = List.of("--json", "--peers", "--short");

  /** Reads the words behind the bench's name. */
  static Wishes of(List<String> arguments) {
    for (String flag : arguments) {
      if (flag.startsWith("--") && !FLAGS.contains(flag)) {
        throw new IllegalArgumentException("there is no " + flag + "; there are: " + FLAGS);
      }
    }
    return new Wishes(
        arguments.stream().filter(word -> !word.startsWith("--")).toList(),
        arguments.contains("--peers"),
        arguments.contains("--short"));
  }

  /** The first word is the bench's name. */
  Wishes behindTheName() {
    return new Wishes(parts.stream().skip(1).toList(), peers, quick);
  }

  boolean wants(String part) {
    return parts.isEmpty() || parts.contains(part);
  }
}
