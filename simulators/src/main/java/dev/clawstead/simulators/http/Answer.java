package dev.clawstead.simulators.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A status, a JSON body or none, and headers. */
public record Answer(int status, @Nullable JsonNode body, Map<String, String> headers) {

  public static Answer of(int status, JsonNode body) {
    return new Answer(status, body, Map.of());
  }

  public static Answer ok(JsonNode body) {
    return of(200, body);
  }

  public static Answer noContent() {
    return new Answer(204, null, Map.of());
  }

  public Answer with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Answer(status, body, all);
  }

  static Answer problem(int status, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    return of(status, body.put("error", message));
  }
}
