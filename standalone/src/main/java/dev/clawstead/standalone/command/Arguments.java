package dev.clawstead.standalone.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words of the command line: a verb, {@code --name value} pairs and switches. */
record Arguments(String verb, Map<String, List<String>> options, Set<String> switches) {

  private static final Set<String> SWITCHES = Set.of("--json", "--yes");

  static Arguments of(String[] words) {
    Map<String, List<String>> options = new HashMap<>();
    Set<String> switches = new java.util.HashSet<>();
    for (int i = 1; i < words.length; i++) {
      String word = words[i];
      if (SWITCHES.contains(word)) {
        switches.add(word);
      } else if (word.startsWith("--") && i + 1 < words.length) {
        options.computeIfAbsent(word, w -> new ArrayList<>()).add(words[++i]);
      } else {
        throw new IllegalArgumentException("what is \"" + word + "\"? See ./clawstead help");
      }
    }
    return new Arguments(words.length == 0 ? "" : words[0], options, switches);
  }

  List<String> all(String name) {
    return options.getOrDefault(name, List.of());
  }

  Optional<String> one(String name) {
    return all(name).stream().reduce((first, second) -> second);
  }

  String required(String name) {
    return one(name)
        .orElseThrow(() -> new IllegalArgumentException("the launcher did not pass " + name));
  }

  Optional<Integer> number(String name) {
    return one(name)
        .map(
            text -> {
              if (!text.matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException(name + " wants a number, not \"" + text + "\"");
              }
              return Integer.valueOf(text);
            });
  }
}
