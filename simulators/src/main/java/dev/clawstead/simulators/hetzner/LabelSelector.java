package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A selector such as {@code env==prod,!old,tier in (web,api)}, as a test of a row's labels. */
final class LabelSelector {

  private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^(]*\\))");
  private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s+\\(([^)]*)\\)");
  private static final Pattern COMPARISON = Pattern.compile("([^=!\\s]+)\\s*(==|!=|=)\\s*(\\S*)");

  private LabelSelector() {}

  static Predicate<JsonNode> of(String selector) {
    List<Predicate<JsonNode>> parts = new ArrayList<>();
    if (!selector.isBlank()) {
      for (String part : COMMA_OUTSIDE_PARENTHESES.split(selector, -1)) {
        parts.add(part(part.trim()));
      }
    }
    return row -> parts.stream().allMatch(part -> part.test(row.path("labels")));
  }

  private static Predicate<JsonNode> part(String part) {
    Matcher set = SET.matcher(part);
    if (set.matches()) {
      String key = key(set.group(1));
      Set<String> values =
          Stream.of(set.group(3).split(",", -1)).map(String::trim).collect(Collectors.toSet());
      values.forEach(LabelSelector::value);
      return set.group(2).equals("in")
          ? labels -> labels.has(key) && values.contains(labels.get(key).asText())
          : labels -> !labels.has(key) || !values.contains(labels.get(key).asText());
    }
    Matcher comparison = COMPARISON.matcher(part);
    if (comparison.matches()) {
      String key = key(comparison.group(1));
      String value = value(comparison.group(3));
      Predicate<JsonNode> equal =
          labels -> labels.has(key) && labels.get(key).asText().equals(value);
      return comparison.group(2).equals("!=") ? equal.negate() : equal;
    }
    if (part.startsWith("!")) {
      String key = key(part.substring(1).trim());
      return labels -> !labels.has(key);
    }
    String key = key(part);
    return labels -> labels.has(key);
  }

  private static String key(String key) {
    if (!Labels.isKey(key)) {
      throw HetznerError.invalid("label_selector", "'" + key + "' is not a label key");
    }
    return key;
  }

  private static String value(String value) {
    if (!Labels.isValue(value)) {
      throw HetznerError.invalid("label_selector", "'" + value + "' is not a label value");
    }
    return value;
  }
}
