package dev.clawstead.gateway.translate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a schema one that Anthropic's structured output takes: the shape as it is, limits that it
 * does not enforce as words in the description. Their own SDKs do the same.
 *
 * <p>Source: platform.claude.com/docs/en/build-with-claude/structured-outputs (JSON Schema
 * limitations).
 */
final class SchemaSubset {

  private static final Set<String> AS_THEY_ARE =
      Set.of("type", "enum", "const", "default", "required", "title", "$ref", "description");
  private static final Set<String> NAMED_SCHEMAS = Set.of("properties", "$defs", "definitions");
  private static final Set<String> LISTS_OF_SCHEMAS = Set.of("anyOf", "allOf");
  private static final Set<String> LIMITS =
      Set.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "pattern",
          "maxItems",
          "uniqueItems");
  private static final Set<String> FORMATS =
      Set.of(
          "date-time",
          "time",
          "date",
          "duration",
          "email",
          "hostname",
          "uri",
          "ipv4",
          "ipv6",
          "uuid");
  private static final Set<String> SAY_NOTHING = Set.of("$schema", "$id", "$comment", "examples");

  private static final int DEEPEST = 50;

  private final JsonNode root;
  private final String path;
  private final Deque<String> following = new ArrayDeque<>();
  private final Set<String> followed = new HashSet<>();

  private SchemaSubset(JsonNode root, String path) {
    this.root = root;
    this.path = path;
  }

  static ObjectNode of(JsonNode schema, String path) throws Untranslatable {
    return new SchemaSubset(schema, path).convert(schema);
  }

  private ObjectNode convert(JsonNode schema) throws Untranslatable {
    if (!(schema instanceof ObjectNode)) {
      throw refusal("holds what is no schema");
    }
    follow(Json.text(schema, "$ref"));
    ObjectNode made = Json.object();
    StringJoiner limits = new StringJoiner(", ", " (", ")").setEmptyValue("");
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      add(made, keyword.getKey(), keyword.getValue(), limits);
    }
    if (limits.length() > 0) {
      made.put("description", (Json.text(made, "description") + limits).strip());
    }
    if (Json.text(made, "type").equals("object") || made.has("properties")) {
      made.put("additionalProperties", false);
    }
    return made;
  }

  private void add(ObjectNode made, String keyword, JsonNode value, StringJoiner limits)
      throws Untranslatable {
    if (AS_THEY_ARE.contains(keyword)) {
      made.set(keyword, value.deepCopy());
    } else if (NAMED_SCHEMAS.contains(keyword)) {
      ObjectNode named = made.putObject(keyword);
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        named.set(entry.getKey(), convert(entry.getValue()));
      }
    } else if (LISTS_OF_SCHEMAS.contains(keyword) || keyword.equals("oneOf")) {
      addList(made, keyword.equals("oneOf") ? "anyOf" : keyword, value);
    } else if (keyword.equals("items")) {
      made.set(keyword, convert(value));
    } else if (keyword.equals("additionalProperties")) {
      closed(value);
    } else if (enforced(keyword, value)) {
      made.set(keyword, value.deepCopy());
    } else if (LIMITS.contains(keyword) || keyword.equals("format") || keyword.equals("minItems")) {
      limits.add(keyword + ": " + Json.write(value));
    } else if (!SAY_NOTHING.contains(keyword)) {
      throw refusal("uses a keyword that Anthropic's structured output does not have");
    }
  }

  private void addList(ObjectNode made, String keyword, JsonNode schemas) throws Untranslatable {
    if (made.has(keyword)) {
      throw refusal("has both oneOf and anyOf");
    }
    ArrayNode list = made.putArray(keyword);
    for (JsonNode schema : schemas.values()) {
      list.add(convert(schema));
    }
  }

  private static boolean enforced(String keyword, JsonNode value) {
    return switch (keyword) {
      case "minItems" -> value.asInt(2) == 0 || value.asInt(2) == 1;
      case "format" -> FORMATS.contains(value.stringValue(""));
      default -> false;
    };
  }

  private void closed(JsonNode additional) throws Untranslatable {
    if (!additional.isBoolean() || additional.booleanValue()) {
      throw refusal("has an object with properties that are not named");
    }
  }

  /** Follows references only to find one that leads back to itself, which is refused. */
  private void follow(String reference) throws Untranslatable {
    if (reference.isEmpty()) {
      return;
    }
    if (!reference.startsWith("#/") || following.contains(reference)) {
      throw refusal("refers to itself or to another document");
    }
    if (following.size() == DEEPEST) {
      throw refusal("refers from one definition to the next too often");
    }
    // Once is enough: a schema may refer to the same definition any number of times.
    if (followed.add(reference)) {
      following.push(reference);
      convert(root.at(reference.substring(1)));
      following.pop();
    }
  }

  private Untranslatable refusal(String why) {
    return new Untranslatable(path, why);
  }
}
