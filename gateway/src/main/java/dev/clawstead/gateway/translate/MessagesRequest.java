package dev.clawstead.gateway.translate;

import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes Anthropic's request of a chat request; the package says which fields it carries, drops and
 * refuses.
 *
 * <p>Sources: openai.json (CreateChatCompletionRequest); platform.claude.com/docs/en/api/messages.
 */
final class MessagesRequest {

  private record Refusal(String field, Predicate<JsonNode> meant, String why) {}

  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal("n", n -> n.asInt(0) != 1, "Anthropic's models give one answer"),
          new Refusal("logprobs", l -> l.asBoolean(true), "Anthropic tells no probabilities"),
          new Refusal("top_logprobs", l -> l.asInt(1) != 0, "Anthropic tells no probabilities"),
          new Refusal("logit_bias", b -> !b.isEmpty() || !b.isObject(), "has no counterpart"),
          new Refusal("audio", a -> true, "Anthropic's models do not speak"),
          new Refusal("modalities", MessagesRequest::wantsMoreThanText, "only text is answered"),
          new Refusal("web_search_options", w -> true, "has no counterpart"),
          new Refusal("moderation", m -> true, "has no counterpart"),
          new Refusal("functions", f -> true, "is deprecated; send tools"),
          new Refusal("function_call", f -> true, "is deprecated; send tool_choice"));

  private final ClaudeModel model;
  private final int defaultMaxTokens;

  MessagesRequest(ClaudeModel model, int defaultMaxTokens) {
    this.model = model;
    this.defaultMaxTokens = defaultMaxTokens;
  }

  ObjectNode of(ObjectNode request) throws Untranslatable {
    for (Refusal refusal : REFUSALS) {
      if (Json.says(request, refusal.field())
          && refusal.meant().test(request.path(refusal.field()))) {
        throw new Untranslatable(refusal.field(), refusal.why());
      }
    }
    MessagesTurns turns = MessagesTurns.of(request);
    ObjectNode out = Json.object().put("model", model.id()).put("max_tokens", maxTokens(request));
    ArrayNode system = turns.system();
    if (!system.isEmpty()) {
      out.set("system", system);
    }
    out.set("messages", turns.messages());
    boolean forced = new MessagesTools(request, model).putInto(out, turns.called());
    boolean thinks =
        Json.says(request, "reasoning_effort")
            && new MessagesThinking(model)
                .putInto(
                    out,
                    Json.needText(request, "reasoning_effort", "request"),
                    forced,
                    turns.endsWithResults());
    if (model.takesSampling() && !thinks) {
      putSampling(out, request);
    }
    putStops(out, request);
    putFormat(out, request);
    putUser(out, request);
    if (request.path("stream").asBoolean(false)) {
      out.put("stream", true);
    }
    return out;
  }

  private int maxTokens(ObjectNode request) throws Untranslatable {
    for (String field : List.of("max_completion_tokens", "max_tokens")) {
      if (Json.says(request, field)) {
        JsonNode limit = request.path(field);
        if (!limit.canConvertToInt() || !limit.isIntegralNumber() || limit.asInt(0) < 1) {
          throw new Untranslatable(field, "has to be a whole number above 0");
        }
        return limit.asInt();
      }
    }
    return defaultMaxTokens;
  }

  /** One of both, as models since 4.1 demand; above 1 it is 1, as Anthropic's own endpoint does. */
  private static void putSampling(ObjectNode out, ObjectNode request) throws Untranslatable {
    for (String field : List.of("temperature", "top_p")) {
      if (Json.says(request, field)) {
        JsonNode value = request.path(field);
        if (!value.isNumber() || value.asDouble(-1) < 0) {
          throw new Untranslatable(field, "has to be a number, and not below 0");
        }
        if (value.asDouble() > 1) {
          out.put(field, 1);
        } else {
          out.set(field, value);
        }
        return;
      }
    }
  }

  private static void putStops(ObjectNode out, ObjectNode request) throws Untranslatable {
    JsonNode stop = request.path("stop");
    ArrayNode given = stop.isString() ? Json.array().add(stop) : Json.list(request, "stop", "stop");
    for (JsonNode one : given) {
      if (one.stringValue("").isBlank()) {
        throw new Untranslatable("stop", "Anthropic takes no blank stop sequence");
      }
    }
    if (!given.isEmpty()) {
      out.putArray("stop_sequences").addAll(given);
    }
  }

  /** JSON without a schema is refused: the nearest that Anthropic has takes no open object. */
  private void putFormat(ObjectNode out, ObjectNode request) throws Untranslatable {
    if (!Json.says(request, "response_format")) {
      return;
    }
    JsonNode format = request.path("response_format");
    String type = Json.text(format, "type");
    if (type.equals("text")) {
      return;
    }
    if (!type.equals("json_schema") || !model.takesSchema()) {
      throw new Untranslatable("response_format", "the model has no such format");
    }
    String path = "response_format.json_schema.schema";
    out.withObject("/output_config")
        .putObject("format")
        .put("type", "json_schema")
        .set("schema", SchemaSubset.of(format.path("json_schema").path("schema"), path));
  }

  /** {@code safety_identifier} is what OpenAI has put in the place of {@code user}. */
  private static void putUser(ObjectNode out, ObjectNode request) {
    String newer = Json.text(request, "safety_identifier");
    String user = newer.isEmpty() ? Json.text(request, "user") : newer;
    if (!user.isEmpty()) {
      out.putObject("metadata").put("user_id", Opaque.userForMessages(user));
    }
  }

  private static boolean wantsMoreThanText(JsonNode modalities) {
    return !modalities.isArray()
        || modalities.valueStream().anyMatch(one -> !one.stringValue("").equals("text"));
  }
}
