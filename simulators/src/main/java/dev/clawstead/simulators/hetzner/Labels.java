package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.state.Json;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules for labels: what a key and a value may look like. */
final class Labels {

  private static final String NAME = "[a-zA-Z0-9]([a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?";
  private static final Pattern VALUE = Pattern.compile("(" + NAME + ")?");
  private static final Pattern KEY =
      Pattern.compile("([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?" + NAME);

  private Labels() {}

  static boolean isKey(String key) {
    return KEY.matcher(key).matches();
  }

  static boolean isValue(String value) {
    return VALUE.matcher(value).matches();
  }

  /** The labels of a request, or none. */
  static ObjectNode of(Body body) {
    if (!body.has("labels")) {
      return Json.object();
    }
    if (!(body.get("labels") instanceof ObjectNode labels)) {
      throw HetznerError.invalid("labels", "Not a valid mapping type.");
    }
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      String key = label.getKey();
      if (!isKey(key)) {
        throw HetznerError.invalid("labels", "label key '" + key + "' is not correctly formatted");
      }
      if (key.startsWith("hetzner.cloud/")) {
        throw HetznerError.invalid("labels", "label prefix 'hetzner.cloud/' is reserved");
      }
      if (!label.getValue().isTextual() || !isValue(label.getValue().asText())) {
        throw HetznerError.invalid(
            "labels", "label value of key '" + key + "' is not correctly formatted");
      }
    }
    return labels.deepCopy();
  }
}
