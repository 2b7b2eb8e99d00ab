package dev.clawstead.gateway.translate;

import tools.jackson.databind.node.ObjectNode;

/**
 * Makes of {@code reasoning_effort} what each generation of Anthropic's models has for it: an
 * effort, or a budget of tokens.
 *
 * <p>Sources: platform.claude.com/docs/en/build-with-claude/effort, adaptive-thinking,
 * extended-thinking; openai.json (ReasoningEffort).
 */
final class MessagesThinking {

  /** The smallest budget that is taken. */
  private static final long LEAST = 1024;

  private final ClaudeModel model;

  MessagesThinking(ClaudeModel model) {
    this.model = model;
  }

  /**
   * Sets thinking and effort.
   *
   * @param forced a forced call and thinking exclude each other
   * @param afterResults whether the turn to go on with began without a thinking block
   * @return whether thinking was asked for, which sampling parameters exclude
   */
  boolean putInto(ObjectNode out, String level, boolean forced, boolean afterResults)
      throws Untranslatable {
    boolean none = level.equals("none");
    // What thinking costs comes off the answer's limit: half of it is the answer's.
    long budget = Math.min(budget(level), out.path("max_tokens").asLong(0) / 2);
    if (model.thinksByBudget()) {
      if (model.takesEffort() && !none) {
        out.withObject("/output_config").put("effort", model.effort(level));
      }
      // With a budget the turn must begin with the thinking block it had, which a client of
      // OpenAI's protocol never saw.
      if (none || forced || afterResults || budget < LEAST) {
        return false;
      }
      out.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
      return true;
    }
    if (!model.thinksAdaptively()) {
      return false;
    }
    if (none && !model.alwaysThinks()) {
      out.set("thinking", Json.typed("disabled"));
      return false;
    }
    out.withObject("/output_config").put("effort", model.effort(level));
    if (!forced) {
      out.set("thinking", Json.typed("adaptive"));
    }
    return !forced;
  }

  /** Ours: neither vendor gives a level a number. */
  private static long budget(String level) throws Untranslatable {
    return switch (level) {
      case "none" -> 0;
      case "minimal", "low" -> LEAST;
      case "medium" -> 4096;
      case "high", "xhigh", "max" -> 16_384;
      default -> throw new Untranslatable("reasoning_effort", "is no known effort");
    };
  }
}
