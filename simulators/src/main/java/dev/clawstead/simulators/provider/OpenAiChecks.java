package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** What OpenAI refuses in a request, in its words. */
final class OpenAiChecks {

  /** The most that any of its models generates (platform.openai.com, models). */
  private static final long OUTPUT_TOKENS_MAX = 128_000;

  private OpenAiChecks() {}

  static void prompt(Prompt prompt, String field) {
    JsonNode model = prompt.setting("model");
    if (!model.isTextual() || model.asText().isEmpty()) {
      throw ProviderError.invalid(null, "model", "you must provide a model parameter");
    }
    if (prompt.items() < 0) {
      throw ProviderError.invalid(
          "missing_required_parameter", field, "Missing required parameter: '" + field + "'.");
    }
    if (prompt.items() == 0) {
      throw ProviderError.invalid(
          "empty_array",
          field,
          "Invalid '"
              + field
              + "': empty array. Expected an array with minimum length 1, but got an empty array"
              + " instead.");
    }
    JsonNode stream = prompt.setting("stream");
    if (!stream.isMissingNode() && !stream.isBoolean() && !stream.isNull()) {
      throw wrongType("stream", "a boolean", stream);
    }
    range(prompt, "temperature", 2);
    range(prompt, "top_p", 1);
    if (prompt.setting("n").asInt(1) != 1) {
      throw ProviderError.invalid(
          "unsupported_value",
          "n",
          "Unsupported value: 'n' does not support "
              + prompt.setting("n")
              + " with this model. Only the default (1) value is supported.");
    }
  }

  /** The smallest of the limits that are set. */
  static long outputTokensMax(Prompt prompt, long least, List<String> names) {
    long max = OUTPUT_TOKENS_MAX;
    for (String name : names) {
      JsonNode value = prompt.setting(name);
      if (value.isMissingNode() || value.isNull()) {
        continue;
      }
      if (!value.isIntegralNumber()) {
        throw wrongType(name, "an integer", value);
      }
      if (value.asLong() < least) {
        throw ProviderError.invalid(
            "integer_below_min_value",
            name,
            "Invalid '%s': integer below minimum value. Expected a value >= %d, but got %d instead."
                .formatted(name, least, value.asLong()));
      }
      max = Math.min(max, value.asLong());
    }
    return max;
  }

  private static void range(Prompt prompt, String name, int most) {
    JsonNode value = prompt.setting(name);
    if (value.isMissingNode() || value.isNull()) {
      return;
    }
    if (!value.isNumber()) {
      throw wrongType(name, "a decimal", value);
    }
    if (value.asDouble() < 0 || value.asDouble() > most) {
      boolean above = value.asDouble() > most;
      throw ProviderError.invalid(
          above ? "decimal_above_max_value" : "decimal_below_min_value",
          name,
          "Invalid '%s': decimal %s value. Expected a value %s, but got %s instead."
              .formatted(
                  name,
                  above ? "above maximum" : "below minimum",
                  above ? "<= " + most : ">= 0",
                  value));
    }
  }

  static ProviderError wrongType(String name, String expected, JsonNode value) {
    String got = value.getNodeType().name().toLowerCase(Locale.ROOT);
    return ProviderError.invalid(
        "invalid_type",
        name,
        "Invalid type for '%s': expected %s, but got a %s instead.".formatted(name, expected, got));
  }
}
