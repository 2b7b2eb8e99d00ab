package dev.clawstead.gateway.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a chat's list of messages of Anthropic's system prompt and turns.
 *
 * <p>Sources: platform.claude.com/docs/en/api/messages; openai.json (ChatCompletionRequestMessage).
 */
final class ChatTurns {

  /** Says where a result went that is no text, which is all that a tool message takes. */
  static final String SHOWN_BELOW = "(The result is in the next message.)";

  /** Marks what the tool calls a failure: OpenAI's protocol has no field for it. */
  static final String ERROR = "Error: ";

  private final ArrayNode messages = Json.array();

  private ChatTurns() {}

  static ArrayNode of(ObjectNode request) throws Untranslatable {
    ChatTurns turns = new ChatTurns();
    turns.addSystem(request.path("system"), "system");
    ArrayNode given = Json.list(request, "messages", "messages");
    for (int i = 0; i < given.size(); i++) {
      turns.add(given.path(i), "messages[" + i + "]");
    }
    String last = Json.text(turns.messages.path(turns.messages.size() - 1), "role");
    if (!last.equals("user") && !last.equals("tool")) {
      // An answer begun for the model: OpenAI's would begin a new one.
      throw new Untranslatable("messages", "have to end with the user's");
    }
    return turns.messages;
  }

  private void add(JsonNode message, String path) throws Untranslatable {
    JsonNode content = message.path("content");
    String at = path + ".content";
    switch (Json.text(message, "role")) {
      case "user" -> addUser(content, at);
      case "assistant" -> addAssistant(content, at);
      case "system" -> addSystem(content, at);
      default -> throw new Untranslatable(path + ".role", "this role has no counterpart");
    }
  }

  private void addSystem(JsonNode content, String path) throws Untranslatable {
    ArrayNode parts = ChatParts.of(content, path);
    for (JsonNode part : parts) {
      if (!ChatParts.isText(part)) {
        throw new Untranslatable(path, "may only be text here");
      }
    }
    if (!parts.isEmpty()) {
      // One text: many compatible providers take no list here.
      message("system").put("content", ChatParts.join(parts, "\n\n"));
    }
  }

  private void addUser(JsonNode content, String path) throws Untranslatable {
    ArrayNode parts = Json.array();
    if (content instanceof ArrayNode blocks) {
      for (int i = 0; i < blocks.size(); i++) {
        JsonNode block = blocks.path(i);
        String at = path + "[" + i + "]";
        switch (Json.text(block, "type")) {
          case "tool_result" -> addResult(block, parts, at);
          case "mid_conv_system" -> addSystem(block.path("content"), at + ".content");
          default -> ChatParts.add(parts, block, at);
        }
      }
    } else {
      parts = ChatParts.of(content, path);
    }
    if (parts.size() == 1 && ChatParts.isText(parts.path(0))) {
      message("user").put("content", Json.text(parts.path(0), "text"));
    } else if (!parts.isEmpty()) {
      message("user").set("content", parts);
    }
  }

  /** Adds the tool message; what is no text goes into the user message that follows it. */
  private void addResult(JsonNode result, ArrayNode after, String path) throws Untranslatable {
    ArrayNode parts = ChatParts.of(result.path("content"), path + ".content");
    String text = ChatParts.join(parts, "\n");
    boolean more = false;
    for (JsonNode part : parts) {
      if (!ChatParts.isText(part)) {
        after.add(part);
        more = true;
      }
    }
    String shown = text.isEmpty() && more ? SHOWN_BELOW : text;
    boolean failed = result.path("is_error").asBoolean(false);
    message("tool")
        .put("tool_call_id", Opaque.callForChat(Json.needText(result, "tool_use_id", path)))
        .put("content", failed ? ERROR + shown : shown);
  }

  private void addAssistant(JsonNode content, String path) throws Untranslatable {
    ArrayNode texts = Json.array();
    ArrayNode calls = Json.array();
    if (content instanceof ArrayNode blocks) {
      for (int i = 0; i < blocks.size(); i++) {
        JsonNode block = blocks.path(i);
        String at = path + "[" + i + "]";
        switch (Json.text(block, "type")) {
          case "text" -> ChatParts.add(texts, block, at);
          case "tool_use" -> calls.add(call(block, at));
          // Its signature binds it to the model that thought it.
          case "thinking", "redacted_thinking" -> {}
          default -> throw new Untranslatable(at, "this type of block has no counterpart");
        }
      }
    } else {
      texts = ChatParts.of(content, path);
    }
    if (texts.isEmpty() && calls.isEmpty()) {
      return;
    }
    ObjectNode made = message("assistant");
    if (texts.isEmpty()) {
      made.putNull("content");
    } else {
      made.put("content", ChatParts.join(texts, ""));
    }
    if (!calls.isEmpty()) {
      made.set("tool_calls", calls);
    }
  }

  private static ObjectNode call(JsonNode block, String path) throws Untranslatable {
    Json.needText(block, "id", path);
    Json.needText(block, "name", path);
    return ChatAnswer.call(block, Arguments.toText(block.path("input")));
  }

  private ObjectNode message(String role) {
    return messages.addObject().put("role", role);
  }
}
