package dev.clawstead.simulators.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A status, headers, and a JSON body, a body that is sent piece by piece, or none. */
public record Answer(
    int status, @Nullable JsonNode body, @Nullable Flow flow, Map<String, String> headers) {

  public static Answer of(int status, JsonNode body) {
    return new Answer(status, body, null, Map.of());
  }

  public static Answer ok(JsonNode body) {
    return of(200, body);
  }

  public static Answer noContent() {
    return new Answer(204, null, null, Map.of());
  }

  public static Answer flowing(String contentType, Flow flow) {
    return new Answer(200, null, flow, Map.of("Content-Type", contentType));
  }

  public static Answer problem(int status, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    return of(status, body.put("error", message));
  }

  public Answer with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Answer(status, body, flow, all);
  }
}
