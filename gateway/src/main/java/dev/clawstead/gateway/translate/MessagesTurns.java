package dev.clawstead.gateway.translate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes Anthropic's system prompt and alternating turns of a chat's list of messages.
 *
 * <p>Sources: platform.claude.com/docs/en/api/messages (messages, system) and
 * agents-and-tools/tool-use/handle-tool-calls: all results of one turn's calls in the one user
 * message after it, and before anything else in it.
 */
final class MessagesTurns {

  /** Stands where a conversation begins with the assistant: Anthropic's begin with the user. */
  static final String OPENING = "(The conversation begins.)";

  private final ArrayNode system = Json.array();
  private final List<Turn> turns = new ArrayList<>();
  private final Set<String> called = new LinkedHashSet<>();
  private int stable;

  /** One message to be: results stand before the blocks, whatever came first. */
  private record Turn(String role, ArrayNode results, ArrayNode blocks) {}

  static MessagesTurns of(ObjectNode request) throws Untranslatable {
    MessagesTurns turns = new MessagesTurns();
    ArrayNode messages = Json.list(request, "messages", "messages");
    for (int i = 0; i < messages.size(); i++) {
      turns.add(messages.path(i), "messages[" + i + "]");
    }
    if (turns.turns.isEmpty()) {
      throw new Untranslatable("messages", "say nothing to answer");
    }
    if (turns.turns.getLast().role().equals("assistant")) {
      // Anthropic's older models would go on with that message instead of answering, and the
      // newer ones refuse it.
      throw new Untranslatable("messages", "end with the assistant's");
    }
    return turns;
  }

  /**
   * The system prompt, empty where there is none.
   *
   * <p>All system messages are hoisted into it, as Anthropic's own OpenAI endpoint does. The
   * breakpoint stands after those that the conversation began with, so that one that comes in the
   * middle of it does not cost the cache.
   */
  ArrayNode system() {
    if (stable > 0) {
      MessagesTools.markCached((ObjectNode) system.path(stable - 1));
    }
    return system;
  }

  ArrayNode messages() {
    ArrayNode messages = Json.array();
    if (turns.getFirst().role().equals("assistant")) {
      ObjectNode opening = messages.addObject().put("role", "user");
      MessagesParts.addText(opening.putArray("content"), OPENING);
    }
    for (Turn turn : turns) {
      messages
          .addObject()
          .put("role", turn.role())
          .putArray("content")
          .addAll(turn.results())
          .addAll(turn.blocks());
    }
    return messages;
  }

  /** The names of the tools that the conversation has calls of. */
  Set<String> called() {
    return called;
  }

  /** Whether the assistant is to go on after its calls were answered. */
  boolean endsWithResults() {
    return !turns.getLast().results().isEmpty();
  }

  private void add(JsonNode message, String path) throws Untranslatable {
    JsonNode content = message.path("content");
    String at = path + ".content";
    switch (Json.text(message, "role")) {
      case "system", "developer" -> addSystem(MessagesParts.texts(content, at));
      case "user" -> turn("user", MessagesParts.of(content, at));
      case "assistant" -> turn("assistant", assistant(message, path));
      case "tool" -> addResult(message, path);
      default -> throw new Untranslatable(path + ".role", "this role has no counterpart");
    }
  }

  private void addSystem(ArrayNode texts) {
    system.addAll(texts);
    if (turns.isEmpty()) {
      stable = system.size();
    }
  }

  private void turn(String role, ArrayNode blocks) {
    if (!blocks.isEmpty()) {
      open(role).blocks().addAll(blocks);
    }
  }

  private Turn open(String role) {
    if (turns.isEmpty() || !turns.getLast().role().equals(role)) {
      turns.add(new Turn(role, Json.array(), Json.array()));
    }
    return turns.getLast();
  }

  private ArrayNode assistant(JsonNode message, String path) throws Untranslatable {
    if (Json.says(message, "audio") || Json.says(message, "function_call")) {
      throw new Untranslatable(path, "audio and function_call have no counterpart");
    }
    ArrayNode blocks = MessagesParts.texts(message.path("content"), path + ".content");
    MessagesParts.addText(blocks, Json.text(message, "refusal"));
    ArrayNode calls = Json.list(message, "tool_calls", path + ".tool_calls");
    for (int i = 0; i < calls.size(); i++) {
      blocks.add(call(calls.path(i), path + ".tool_calls[" + i + "]"));
    }
    return blocks;
  }

  private ObjectNode call(JsonNode call, String path) throws Untranslatable {
    JsonNode function = call.path("function");
    String name = Json.needText(function, "name", path + ".function");
    called.add(name);
    ObjectNode block =
        Json.typed("tool_use")
            .put("id", Opaque.callForMessages(Json.needText(call, "id", path)))
            .put("name", name);
    block.set("input", Arguments.toInput(Json.text(function, "arguments")));
    return block;
  }

  private void addResult(JsonNode message, String path) throws Untranslatable {
    String id = Json.needText(message, "tool_call_id", path);
    ObjectNode result = Json.typed("tool_result").put("tool_use_id", Opaque.callForMessages(id));
    ArrayNode content = MessagesParts.of(message.path("content"), path + ".content");
    if (!content.isEmpty()) {
      result.set("content", content);
    }
    open("user").results().add(result);
  }
}
