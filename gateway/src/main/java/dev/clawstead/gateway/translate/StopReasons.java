package dev.clawstead.gateway.translate;

/**
 * Why an answer ended, in either protocol's words.
 *
 * <p>Sources: platform.claude.com/docs/en/build-with-claude/handling-stop-reasons;
 * platform.openai.com/docs/api-reference/chat/object ({@code finish_reason}).
 */
final class StopReasons {

  private StopReasons() {}

  static String toChat(String stopReason) {
    return switch (stopReason) {
      case "max_tokens", "model_context_window_exceeded" -> "length";
      case "tool_use" -> "tool_calls";
      case "refusal" -> "content_filter";
      // end_turn and stop_sequence. pause_turn needs a server tool, and we never order one. A
      // reason that is new to us is still an end.
      default -> "stop";
    };
  }

  /**
   * @param called whether the answer calls tools, which some providers report as {@code stop}
   */
  static String toMessages(String finishReason, boolean called) {
    return switch (finishReason) {
      case "length" -> "max_tokens";
      case "content_filter" -> "refusal";
      // OpenAI does not tell a stop sequence from a natural end: stop_sequence is never said.
      default -> called ? "tool_use" : "end_turn";
    };
  }
}
