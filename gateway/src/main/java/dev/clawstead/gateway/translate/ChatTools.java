package dev.clawstead.gateway.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a chat's tools, and the choice among them, of Anthropic's.
 *
 * <p>Sources: platform.claude.com/docs/en/api/messages (Tool, ToolChoice); openai.json
 * (FunctionObject: a name of at most 64).
 */
final class ChatTools {

  private static final int LONGEST_NAME = 64;

  private ChatTools() {}

  static void put(ObjectNode out, ObjectNode request) throws Untranslatable {
    ArrayNode given = Json.list(request, "tools", "tools");
    if (given.isEmpty()) {
      return;
    }
    ArrayNode tools = out.putArray("tools");
    for (int i = 0; i < given.size(); i++) {
      tools.add(tool(given.path(i), "tools[" + i + "]"));
    }
    JsonNode choice = request.path("tool_choice");
    switch (Json.text(choice, "type")) {
      case "auto", "none" -> out.put("tool_choice", Json.text(choice, "type"));
      case "any" -> out.put("tool_choice", "required");
      case "tool" -> {
        String name = Json.needText(choice, "name", "tool_choice");
        ObjectNode named = out.putObject("tool_choice").put("type", "function");
        named.putObject("function").put("name", name);
      }
      default -> {
        if (Json.says(request, "tool_choice")) {
          throw new Untranslatable("tool_choice", "this choice has no counterpart");
        }
      }
    }
    if (choice.path("disable_parallel_tool_use").asBoolean(false)) {
      out.put("parallel_tool_calls", false);
    }
  }

  private static ObjectNode tool(JsonNode tool, String path) throws Untranslatable {
    if (Json.says(tool, "type") && !Json.text(tool, "type").equals("custom")) {
      throw new Untranslatable(path + ".type", "the tool runs at Anthropic");
    }
    String name = Json.needText(tool, "name", path);
    if (name.length() > LONGEST_NAME) {
      throw new Untranslatable(path + ".name", "OpenAI takes names of at most 64");
    }
    ObjectNode made = Json.typed("function");
    ObjectNode function = made.putObject("function").put("name", name);
    String description = Json.text(tool, "description");
    if (!description.isEmpty()) {
      function.put("description", description);
    }
    if (tool.path("input_schema") instanceof ObjectNode schema) {
      function.set("parameters", schema);
    }
    return made;
  }
}
