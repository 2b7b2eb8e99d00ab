package dev.clawstead.gateway.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes Anthropic's message of a chat completion.
 *
 * <p>Sources: openai.json (CreateChatCompletionResponse); platform.claude.com/docs/en/api/messages.
 */
final class MessagesAnswer {

  /** For answers without an id, which some compatible providers give. */
  private static final String UNNAMED = "msg_unnamed";

  private MessagesAnswer() {}

  static ObjectNode of(JsonNode completion, String model) {
    JsonNode choice = completion.path("choices").path(0);
    JsonNode message = choice.path("message");
    ObjectNode answer = empty(id(completion), model);
    ArrayNode content = answer.withArray("/content");
    String text = text(message.path("content"));
    MessagesParts.addText(content, text);
    String refusal = Json.text(message, "refusal");
    MessagesParts.addText(content, refusal);
    int number = 0;
    for (JsonNode call : message.path("tool_calls").values()) {
      // A call of nothing cannot be said, and nobody could run it.
      if (!Json.text(call.path("function"), "name").isEmpty()) {
        content.add(call(call, callId(call, id(completion), number++)));
      }
    }
    String finish = Json.text(choice, "finish_reason");
    answer.put(
        "stop_reason", refusal.isEmpty() ? StopReasons.toMessages(finish, number > 0) : "refusal");
    answer.set("usage", Usage.ofChat(completion.path("usage")).toMessages());
    return answer;
  }

  /** A message as it begins. */
  static ObjectNode empty(String id, String model) {
    ObjectNode message =
        Json.object().put("id", id).put("type", "message").put("role", "assistant");
    message.put("model", model).putArray("content");
    return message.putNull("stop_reason").putNull("stop_sequence");
  }

  static String id(JsonNode completion) {
    String id = Json.text(completion, "id");
    return id.isEmpty() ? UNNAMED : id;
  }

  /**
   * The call's id; made of the answer's, to be the only one in its conversation, where it is none.
   */
  static String callId(JsonNode call, String answer, int number) {
    String id = Json.text(call, "id");
    return Opaque.callForMessages(id.isEmpty() ? "toolu_" + answer + "_" + number : id);
  }

  /** A content is a text; some compatible providers make it a list, with their reasoning in it. */
  static String text(JsonNode content) {
    if (content.isString()) {
      return content.stringValue("");
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content.values()) {
      if (ChatParts.isText(part)) {
        text.append(Json.text(part, "text"));
      }
    }
    return text.toString();
  }

  private static ObjectNode call(JsonNode call, String id) {
    JsonNode function = call.path("function");
    ObjectNode block =
        Json.typed("tool_use").put("id", id).put("name", Json.text(function, "name"));
    block.set("input", Arguments.toInput(Json.text(function, "arguments")));
    return block;
  }
}
