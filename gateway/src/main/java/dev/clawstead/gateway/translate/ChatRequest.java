package dev.clawstead.gateway.translate;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a chat request of Anthropic's; the package says which fields it carries, drops and refuses.
 *
 * <p>Sources: platform.claude.com/docs/en/api/messages; openai.json (CreateChatCompletionRequest).
 */
final class ChatRequest {

  /** OpenAI: "Up to 4 sequences". */
  private static final int MOST_STOPS = 4;

  private final String model;
  private final boolean reasons;

  ChatRequest(String model, boolean reasons) {
    this.model = model;
    this.reasons = reasons;
  }

  ObjectNode of(ObjectNode request) throws Untranslatable {
    refuse(request);
    ObjectNode out = Json.object().put("model", model);
    out.set("messages", ChatTurns.of(request));
    putLimit(out, request);
    ChatTools.put(out, request);
    if (reasons) {
      putEffort(out, request);
    } else {
      putSampling(out, request);
    }
    ArrayNode stops = Json.list(request, "stop_sequences", "stop_sequences");
    if (stops.size() > MOST_STOPS) {
      throw new Untranslatable("stop_sequences", "OpenAI takes at most 4");
    }
    if (!stops.isEmpty()) {
      out.set("stop", stops);
    }
    putFormat(out, request.path("output_config").path("format"));
    String user = Json.text(request.path("metadata"), "user_id");
    if (!user.isEmpty()) {
      out.put("user", Opaque.userForChat(user));
    }
    if (request.path("stream").asBoolean(false)) {
      out.put("stream", true);
      // Anthropic's streams always tell the usage.
      out.putObject("stream_options").put("include_usage", true);
    }
    return out;
  }

  private static void refuse(ObjectNode request) throws Untranslatable {
    if (!request.path("mcp_servers").isEmpty() || Json.says(request, "container")) {
      throw new Untranslatable("mcp_servers", "and containers run at Anthropic");
    }
    if (!Json.text(request, "inference_geo").isEmpty()
        && !Json.text(request, "inference_geo").equals("global")) {
      throw new Untranslatable("inference_geo", "another provider promises no place");
    }
    if (Json.says(request, "output_format")) {
      throw new Untranslatable("output_format", "is deprecated; send output_config.format");
    }
  }

  private static void putLimit(ObjectNode out, ObjectNode request) throws Untranslatable {
    JsonNode limit = request.path("max_tokens");
    // 0 is Anthropic's way to fill the cache.
    if (!limit.canConvertToInt() || !limit.isIntegralNumber() || limit.asInt(0) < 1) {
      throw new Untranslatable("max_tokens", "has to be a whole number above 0");
    }
    out.set("max_completion_tokens", limit);
  }

  private static void putSampling(ObjectNode out, ObjectNode request) throws Untranslatable {
    for (String field : List.of("temperature", "top_p")) {
      if (Json.says(request, field)) {
        if (!request.path(field).isNumber()) {
          throw new Untranslatable(field, "has to be a number");
        }
        out.set(field, request.path(field));
      }
    }
  }

  /** The levels have the same names; a budget becomes the level that we give it for. */
  private static void putEffort(ObjectNode out, ObjectNode request) {
    String effort = Json.text(request.path("output_config"), "effort");
    JsonNode thinking = request.path("thinking");
    if (effort.isEmpty() && Json.text(thinking, "type").equals("enabled")) {
      long budget = thinking.path("budget_tokens").asLong(0);
      effort = budget < 4096 ? "low" : budget < 16_384 ? "medium" : "high";
    }
    // Thinking switched off is not said: several reasoning models take no "none".
    if (!effort.isEmpty()) {
      out.put("reasoning_effort", effort);
    }
  }

  private static void putFormat(ObjectNode out, JsonNode format) throws Untranslatable {
    if (format.isMissingNode() || format.isNull()) {
      return;
    }
    if (!Json.text(format, "type").equals("json_schema")
        || !(format.path("schema") instanceof ObjectNode schema)) {
      throw new Untranslatable("output_config.format", "has no counterpart");
    }
    ObjectNode made = out.putObject("response_format").put("type", "json_schema");
    made.putObject("json_schema")
        .put("name", "answer")
        .put("strict", isStrict(schema))
        .set("schema", schema);
  }

  /**
   * Whether OpenAI's strict mode takes the schema: it demands that every property is required.
   *
   * <p>Source: platform.openai.com/docs/guides/structured-outputs (supported schemas).
   */
  private static boolean isStrict(JsonNode schema) {
    if (schema.path("properties") instanceof ObjectNode properties) {
      Set<String> required = new HashSet<>();
      schema.path("required").values().forEach(name -> required.add(name.stringValue("")));
      for (Map.Entry<String, JsonNode> property : properties.properties()) {
        if (!required.contains(property.getKey())) {
          return false;
        }
      }
      if (schema.path("additionalProperties").asBoolean(true)) {
        return false;
      }
    }
    return schema.valueStream().allMatch(ChatRequest::isStrict);
  }
}
