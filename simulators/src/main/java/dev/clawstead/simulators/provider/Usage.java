package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.state.Json;

/**
 * What a call is billed for: {@code input} counts cached and written tokens too, {@code output}
 * counts reasoning too.
 */
record Usage(int input, int cached, int cacheWrite, int output, int reasoning) {

  /** The same call when it was cut after so many tokens of output. */
  Usage cutAt(int tokens) {
    return new Usage(input, cached, cacheWrite, tokens, Math.min(reasoning, tokens));
  }

  ObjectNode chat(Vendor vendor) {
    return switch (vendor) {
      case GOOGLE -> google();
      case XAI -> xai();
      case OPENAI, COMPATIBLE, ANTHROPIC -> openai();
    };
  }

  private ObjectNode openai() {
    ObjectNode usage =
        Json.object()
            .put("prompt_tokens", input)
            .put("completion_tokens", output)
            .put("total_tokens", input + output);
    usage.putObject("prompt_tokens_details").put("cached_tokens", cached).put("audio_tokens", 0);
    usage
        .putObject("completion_tokens_details")
        .put("reasoning_tokens", reasoning)
        .put("audio_tokens", 0)
        .put("accepted_prediction_tokens", 0)
        .put("rejected_prediction_tokens", 0);
    return usage;
  }

  /**
   * xAI: "reasoning token consumption will be counted separately from completion_tokens, but will
   * be counted in the total_tokens" (docs.x.ai, key-information/consumption-and-rate-limits).
   */
  private ObjectNode xai() {
    ObjectNode usage =
        Json.object()
            .put("prompt_tokens", input)
            .put("completion_tokens", output - reasoning)
            .put("total_tokens", input + output);
    usage
        .putObject("prompt_tokens_details")
        .put("text_tokens", input)
        .put("audio_tokens", 0)
        .put("image_tokens", 0)
        .put("cached_tokens", cached);
    usage
        .putObject("completion_tokens_details")
        .put("reasoning_tokens", reasoning)
        .put("audio_tokens", 0)
        .put("accepted_prediction_tokens", 0)
        .put("rejected_prediction_tokens", 0);
    return usage.put("num_sources_used", 0);
  }

  /**
   * Google's compatible endpoint: no details, and thoughts are in the total alone (ai.google.dev,
   * gemini-api/docs/openai; seen by many of its users as prompt + completion falling short).
   */
  private ObjectNode google() {
    return Json.object()
        .put("prompt_tokens", input)
        .put("completion_tokens", output - reasoning)
        .put("total_tokens", input + output);
  }

  ObjectNode response() {
    ObjectNode usage = Json.object().put("input_tokens", input);
    usage
        .putObject("input_tokens_details")
        .put("cached_tokens", cached)
        .put("cache_write_tokens", 0);
    usage.put("output_tokens", output);
    usage.putObject("output_tokens_details").put("reasoning_tokens", reasoning);
    return usage.put("total_tokens", input + output);
  }

  /** Anthropic counts what was read from or written to the cache beside {@code input_tokens}. */
  ObjectNode message(int outputTokens) {
    ObjectNode usage =
        Json.object()
            .put("input_tokens", input - cached - cacheWrite)
            .put("cache_creation_input_tokens", cacheWrite)
            .put("cache_read_input_tokens", cached);
    usage
        .putObject("cache_creation")
        .put("ephemeral_5m_input_tokens", cacheWrite)
        .put("ephemeral_1h_input_tokens", 0);
    return usage.put("output_tokens", outputTokens).put("service_tier", "standard");
  }

  /** What {@code message_delta} says at the end: all but the tier. */
  ObjectNode delta() {
    return Json.object()
        .put("input_tokens", input - cached - cacheWrite)
        .put("cache_creation_input_tokens", cacheWrite)
        .put("cache_read_input_tokens", cached)
        .put("output_tokens", output);
  }
}
