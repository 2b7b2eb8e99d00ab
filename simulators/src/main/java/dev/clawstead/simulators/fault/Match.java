package dev.clawstead.simulators.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which requests a rule hits; {@code traits} are what one simulator knows beyond the path. */
record Match(String method, Pattern path, Map<String, Pattern> traits) {

  static Match of(JsonNode match, Set<String> known) {
    Map<String, Pattern> traits = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : match.properties()) {
      String name = field.getKey();
      if (name.equals("method") || name.equals("path")) {
        continue;
      }
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "match." + name + " is not known here; use method, path or one of " + known);
      }
      traits.put(name, pattern(name, field.getValue()));
    }
    return new Match(
        match.path("method").asText(""), pattern("path", match.path("path")), Map.copyOf(traits));
  }

  /** {@code trait} is asked only when method and path fit: finding out may cost a parse. */
  boolean hits(String requestMethod, String requestPath, UnaryOperator<String> trait) {
    return (method.isEmpty() || method.equalsIgnoreCase(requestMethod))
        && path.matcher(requestPath).find()
        && traits.entrySet().stream()
            .allMatch(entry -> entry.getValue().matcher(trait.apply(entry.getKey())).find());
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("method", method).put("path", path.pattern());
    traits.forEach((name, pattern) -> json.put(name, pattern.pattern()));
    return json;
  }

  private static Pattern pattern(String name, JsonNode value) {
    try {
      return Pattern.compile(value.asText(""));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("match." + name + " is no regular expression", e);
    }
  }
}
