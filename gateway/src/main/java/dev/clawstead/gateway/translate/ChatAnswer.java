package dev.clawstead.gateway.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a chat completion of Anthropic's message.
 *
 * <p>Source: openai.json (CreateChatCompletionResponse).
 */
final class ChatAnswer {

  /** For answers without an id, which only something that imitates Anthropic's API gives. */
  static final String UNNAMED = "chatcmpl-unnamed";

  private ChatAnswer() {}

  static ObjectNode of(JsonNode message, String model, long created) {
    ObjectNode answer =
        Json.object()
            .put("id", id(message))
            .put("object", "chat.completion")
            .put("created", created)
            .put("model", model);
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    choice.set("message", message(message));
    choice.putNull("logprobs");
    choice.put("finish_reason", StopReasons.toChat(Json.text(message, "stop_reason")));
    answer.set("usage", Usage.ofMessages(message.path("usage")).toChat());
    return answer;
  }

  static String id(JsonNode message) {
    String id = Json.text(message, "id");
    return id.isEmpty() ? UNNAMED : id;
  }

  /** A call in the form that a whole answer and the first chunk of it share. */
  static ObjectNode call(JsonNode toolUse, String arguments) {
    ObjectNode call =
        Json.object()
            .put("id", Opaque.callForChat(Json.text(toolUse, "id")))
            .put("type", "function");
    call.putObject("function").put("name", Json.text(toolUse, "name")).put("arguments", arguments);
    return call;
  }

  private static ObjectNode message(JsonNode message) {
    StringBuilder text = new StringBuilder();
    ArrayNode calls = Json.array();
    for (JsonNode block : message.path("content").values()) {
      switch (Json.text(block, "type")) {
        case "text" -> text.append(Json.text(block, "text"));
        case "tool_use" -> calls.add(call(block, Arguments.toText(block.path("input"))));
        // Thinking has no field in OpenAI's protocol, and without its signature, which only the
        // same model can check, it could not come back. Other blocks are of tools that we never
        // order.
        default -> {}
      }
    }
    ObjectNode made = Json.object().put("role", "assistant");
    if (text.isEmpty()) {
      made.putNull("content");
    } else {
      made.put("content", text.toString());
    }
    String refusal = Json.text(message.path("stop_details"), "explanation");
    if (refusal.isEmpty()) {
      made.putNull("refusal");
    } else {
      made.put("refusal", refusal);
    }
    if (!calls.isEmpty()) {
      made.set("tool_calls", calls);
    }
    return made;
  }
}
