package dev.clawstead.gateway.translate;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes Anthropic's tools, and the choice among them, of a chat request's.
 *
 * <p>Sources: openai.json (ChatCompletionTool, ChatCompletionToolChoiceOption);
 * platform.claude.com/docs/en/agents-and-tools/tool-use/define-tools.
 */
final class MessagesTools {

  private final ObjectNode request;
  private final ClaudeModel model;

  MessagesTools(ObjectNode request, ClaudeModel model) {
    this.request = request;
    this.model = model;
  }

  /**
   * Ends the prefix that is the same in every call of an agent, its main cost. Tools come before
   * the system prompt in it, so both get a breakpoint: agents that share tools share that part.
   *
   * <p>Source: platform.claude.com/docs/en/build-with-claude/prompt-caching.
   */
  static void markCached(ObjectNode block) {
    block.set("cache_control", Json.typed("ephemeral"));
  }

  /** Sets tools and tool_choice; says whether a call is forced. */
  boolean putInto(ObjectNode out, Set<String> called) throws Untranslatable {
    ArrayNode tools = tools();
    if (tools.isEmpty()) {
      putFormerTools(out, called);
      return false;
    }
    markCached((ObjectNode) tools.path(tools.size() - 1));
    out.set("tools", tools);
    ObjectNode choice = choice(request.path("tool_choice"));
    boolean alone =
        request.path("parallel_tool_calls").isBoolean()
            && !request.path("parallel_tool_calls").booleanValue();
    if (choice == null && alone) {
      choice = Json.typed("auto");
    }
    if (choice == null) {
      return false;
    }
    String type = Json.text(choice, "type");
    if (alone && !type.equals("none")) {
      choice.put("disable_parallel_tool_use", true);
    }
    out.set("tool_choice", choice);
    return type.equals("any") || type.equals("tool");
  }

  /**
   * Declares the tools that the conversation has calls of, and that they are not to be called: with
   * calls in it but no tools a request is refused, while OpenAI takes it.
   */
  private static void putFormerTools(ObjectNode out, Set<String> called) {
    if (called.isEmpty()) {
      return;
    }
    ArrayNode tools = out.putArray("tools");
    for (String name : called) {
      tools.addObject().put("name", name).set("input_schema", Json.typed("object"));
    }
    out.set("tool_choice", Json.typed("none"));
  }

  private ArrayNode tools() throws Untranslatable {
    ArrayNode given = Json.list(request, "tools", "tools");
    Set<String> allowed = allowed();
    ArrayNode tools = Json.array();
    for (int i = 0; i < given.size(); i++) {
      ObjectNode tool = tool(given.path(i), "tools[" + i + "]");
      if (allowed == null || allowed.contains(Json.text(tool, "name"))) {
        tools.add(tool);
      }
    }
    return tools;
  }

  private static ObjectNode tool(JsonNode tool, String path) throws Untranslatable {
    if (!Json.text(tool, "type").equals("function")) {
      throw new Untranslatable(path + ".type", "only function tools have a counterpart");
    }
    JsonNode function = tool.path("function");
    ObjectNode made =
        Json.object().put("name", Json.needText(function, "name", path + ".function"));
    String description = Json.text(function, "description");
    if (!description.isEmpty()) {
      made.put("description", description);
    }
    ObjectNode schema = made.putObject("input_schema").put("type", "object");
    if (function.path("parameters") instanceof ObjectNode parameters) {
      schema.setAll(parameters.deepCopy());
      // Anthropic demands it, OpenAI takes a schema without.
      schema.put("type", "object");
    }
    return made;
  }

  /** The names that tool_choice narrows the tools to; null where it does not. */
  private @Nullable Set<String> allowed() throws Untranslatable {
    JsonNode choice = request.path("tool_choice");
    if (!Json.text(choice, "type").equals("allowed_tools")) {
      return null;
    }
    String path = "tool_choice.allowed_tools.tools";
    Set<String> names = new HashSet<>();
    for (JsonNode tool : Json.list(choice.path("allowed_tools"), "tools", path)) {
      names.add(Json.needText(tool.path("function"), "name", path));
    }
    return names;
  }

  private @Nullable ObjectNode choice(JsonNode choice) throws Untranslatable {
    if (choice.isMissingNode() || choice.isNull()) {
      return null;
    }
    String said = choice.isString() ? choice.stringValue("") : Json.text(choice, "type");
    return switch (said) {
      case "auto", "none" -> Json.typed(said);
      case "required" -> forced(Json.typed("any"));
      case "function" ->
          forced(
              Json.typed("tool")
                  .put("name", Json.needText(choice.path("function"), "name", "tool_choice")));
      case "allowed_tools" ->
          Json.text(choice.path("allowed_tools"), "mode").equals("required")
              ? forced(Json.typed("any"))
              : Json.typed("auto");
      default -> throw new Untranslatable("tool_choice", "this choice has no counterpart");
    };
  }

  private ObjectNode forced(ObjectNode choice) throws Untranslatable {
    if (!model.canBeForcedToCall()) {
      throw new Untranslatable("tool_choice", "the model cannot be forced to call a tool");
    }
    return choice;
  }
}
