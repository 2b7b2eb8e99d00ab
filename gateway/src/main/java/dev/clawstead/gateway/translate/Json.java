package dev.clawstead.gateway.translate;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON of which nothing is certain. */
final class Json {

  /** Keeps numbers as they were written: a tool's arguments are not ours to round. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** An object with a type, which is how both protocols begin most of theirs. */
  static ObjectNode typed(String type) {
    return object().put("type", type);
  }

  /** The object that the text is; null where it is anything else. */
  static @Nullable ObjectNode parseObject(String text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode object ? object : null;
    } catch (JacksonException notJson) {
      return null;
    }
  }

  static String write(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /** A field that is there and says something. */
  static boolean says(JsonNode object, String field) {
    return !object.path(field).isMissingNode() && !object.path(field).isNull();
  }

  /** The text of a field; empty where it has none. */
  static String text(JsonNode object, String field) {
    return object.path(field).stringValue("");
  }

  /** The text of a field that has to be there. */
  static String needText(JsonNode object, String field, String path) throws Untranslatable {
    String text = text(object, field);
    if (text.isEmpty()) {
      throw new Untranslatable(path + "." + field, "has to be a text");
    }
    return text;
  }

  /** The elements of a field that is a list or is not there. */
  static ArrayNode list(JsonNode object, String field, String path) throws Untranslatable {
    if (!says(object, field)) {
      return array();
    }
    if (object.path(field) instanceof ArrayNode list) {
      return list;
    }
    throw new Untranslatable(path, "has to be a list");
  }
}
