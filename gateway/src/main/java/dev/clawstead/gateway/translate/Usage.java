package dev.clawstead.gateway.translate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tokens of a call, which the two protocols count the same and add up differently: OpenAI's
 * {@code prompt_tokens} holds what was read from and written to the cache, Anthropic's {@code
 * input_tokens} does not.
 *
 * <p>Sources: platform.openai.com/docs/api-reference/chat/object (CompletionUsage);
 * platform.claude.com/docs/en/api/messages (Usage: "Total input tokens in a request is the
 * summation of input_tokens, cache_creation_input_tokens, and cache_read_input_tokens").
 *
 * @param uncached input that the cache had no part in
 * @param output all of it, reasoning included
 * @param reasoning null where the provider does not say
 */
record Usage(
    long uncached, long cacheRead, long cacheWrite, long output, @Nullable Long reasoning) {

  static final Usage NONE = new Usage(0, 0, 0, 0, null);

  /**
   * With what an event of Anthropic's says: its numbers are totals so far, and the ones it leaves
   * out stay.
   */
  Usage updatedByMessages(JsonNode usage) {
    Long thinking = count(usage.path("output_tokens_details").path("thinking_tokens"));
    return new Usage(
        or(count(usage.path("input_tokens")), uncached),
        or(count(usage.path("cache_read_input_tokens")), cacheRead),
        or(count(usage.path("cache_creation_input_tokens")), cacheWrite),
        or(count(usage.path("output_tokens")), output),
        thinking == null ? reasoning : thinking);
  }

  static Usage ofMessages(JsonNode usage) {
    return NONE.updatedByMessages(usage);
  }

  static Usage ofChat(JsonNode usage) {
    JsonNode prompt = usage.path("prompt_tokens_details");
    long all = or(count(usage.path("prompt_tokens")), 0);
    long read = or(count(prompt.path("cached_tokens")), 0);
    long written = or(count(prompt.path("cache_write_tokens")), 0);
    return new Usage(
        // Never below zero: some providers' parts are more than their whole.
        Math.max(0, all - read - written),
        read,
        written,
        or(count(usage.path("completion_tokens")), 0),
        count(usage.path("completion_tokens_details").path("reasoning_tokens")));
  }

  ObjectNode toMessages() {
    ObjectNode usage =
        Json.object()
            .put("input_tokens", uncached)
            .put("cache_creation_input_tokens", cacheWrite)
            .put("cache_read_input_tokens", cacheRead)
            .put("output_tokens", output);
    if (reasoning != null) {
      usage.putObject("output_tokens_details").put("thinking_tokens", reasoning.longValue());
    }
    return usage;
  }

  ObjectNode toChat() {
    long input = uncached + cacheRead + cacheWrite;
    ObjectNode usage =
        Json.object()
            .put("prompt_tokens", input)
            .put("completion_tokens", output)
            .put("total_tokens", input + output);
    usage
        .putObject("prompt_tokens_details")
        .put("cached_tokens", cacheRead)
        .put("cache_write_tokens", cacheWrite);
    if (reasoning != null) {
      usage.putObject("completion_tokens_details").put("reasoning_tokens", reasoning.longValue());
    }
    return usage;
  }

  private static @Nullable Long count(JsonNode number) {
    // Above this a count is no count, and four of them would not fit into a long.
    return number.isNumber() ? Math.clamp(number.asLong(0), 0, 1L << 52) : null;
  }

  private static long or(@Nullable Long count, long otherwise) {
    return count == null ? otherwise : count;
  }
}
