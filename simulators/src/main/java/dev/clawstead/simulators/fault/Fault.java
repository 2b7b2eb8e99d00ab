package dev.clawstead.simulators.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** One rule: which requests go wrong, how often, and how. */
public record Fault(
    String method,
    Pattern path,
    int times,
    boolean after,
    Effect effect,
    int status,
    String code,
    String message,
    long delayMillis) {

  static Fault of(JsonNode rule) {
    if (!rule.isObject()) {
      throw new IllegalArgumentException("a fault is a JSON object");
    }
    Effect effect = Effect.of(rule.path("effect").asText("status"));
    try {
      return new Fault(
          rule.path("match").path("method").asText(""),
          Pattern.compile(rule.path("match").path("path").asText("")),
          rule.path("times").asInt(1),
          rule.path("after").asBoolean(false),
          effect,
          rule.path("status").asInt(effect == Effect.OUT_OF_CAPACITY ? 412 : 500),
          rule.path("code").asText(""),
          rule.path("message").asText("ordered by a fault rule"),
          rule.path("delayMs").asLong(0));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("match.path is no regular expression", e);
    }
  }

  boolean hits(String requestMethod, String requestPath) {
    return (method.isEmpty() || method.equalsIgnoreCase(requestMethod))
        && path.matcher(requestPath).find();
  }

  /** What becomes of the actions that a hit request starts. */
  public Fate fate() {
    return switch (effect) {
      case STUCK_ACTION -> Fate.STAYS_RUNNING;
      case FAIL_ACTION -> after ? Fate.FAILS_AFTER_THE_WORK : Fate.FAILS_BEFORE_THE_WORK;
      default -> Fate.SUCCEEDS;
    };
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("match").put("method", method).put("path", path.pattern());
    return json.put("times", times)
        .put("after", after)
        .put("effect", effect.word())
        .put("status", status)
        .put("code", code)
        .put("message", message)
        .put("delayMs", delayMillis);
  }
}
