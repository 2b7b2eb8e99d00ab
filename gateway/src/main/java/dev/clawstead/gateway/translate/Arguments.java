package dev.clawstead.gateway.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a tool is called with: a text of JSON in OpenAI's protocol, an object in Anthropic's. */
final class Arguments {

  /** Under this name stands a text that was no object. */
  static final String INVALID = "invalid_json";

  private Arguments() {}

  /**
   * The object. OpenAI says that a model does not always write valid JSON; such a call stays in the
   * conversation, so refusing it would refuse every turn after it.
   */
  static ObjectNode toInput(String arguments) {
    if (arguments.isBlank()) {
      return Json.object();
    }
    ObjectNode input = Json.parseObject(arguments);
    return input == null ? Json.object().put(INVALID, arguments) : input;
  }

  static String toText(JsonNode input) {
    return input.isObject() ? Json.write(input) : "{}";
  }
}
