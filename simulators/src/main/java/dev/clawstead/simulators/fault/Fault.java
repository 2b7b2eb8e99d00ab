package dev.clawstead.simulators.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** One rule: which requests go wrong, how often, and how. */
public record Fault(
    Match match,
    int times,
    boolean after,
    Effect effect,
    int status,
    String code,
    String message,
    long delayMillis,
    int retryAfterSeconds,
    InStream inStream) {

  static Fault of(JsonNode rule, Set<String> traits) {
    if (!rule.isObject()) {
      throw new IllegalArgumentException("a fault is a JSON object");
    }
    Effect effect = Effect.of(rule.path("effect").asText("status"));
    return new Fault(
        Match.of(rule.path("match"), traits),
        rule.path("times").asInt(1),
        // What is cut after so many chunks has been worked on.
        rule.path("after").asBoolean(rule.has("afterChunks")),
        effect,
        rule.path("status").asInt(effect == Effect.OUT_OF_CAPACITY ? 412 : 500),
        rule.path("code").asText(""),
        rule.path("message").asText("ordered by a fault rule"),
        rule.path("delayMs").asLong(0),
        rule.path("retryAfter").asInt(0),
        InStream.of(rule));
  }

  /** Whether the request is worked on, whatever becomes of the answer. */
  public boolean works() {
    return after || effect.works();
  }

  /** Whether the client never gets the answer to work that was done. */
  public boolean losesAnswer() {
    return switch (effect) {
      case LOST_ANSWER, GARBAGE, STATUS, OUT_OF_CAPACITY -> true;
      default -> false;
    };
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
    json.set("match", match.json());
    return json.put("times", times)
        .put("after", after)
        .put("effect", effect.word())
        .put("status", status)
        .put("code", code)
        .put("message", message)
        .put("delayMs", delayMillis)
        .put("retryAfter", retryAfterSeconds)
        .put("afterChunks", inStream.afterChunks())
        .put("stallMs", inStream.stallMillis())
        .put("chunkDelayMs", inStream.chunkDelayMillis());
  }
}
