package dev.clawstead.gateway.translate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model of Anthropic's takes, known by its id, because each generation began to refuse what
 * the one before it took. An id that tells no version is taken for a current model.
 *
 * <p>Source: the migration guides under platform.claude.com/docs/en/models, and
 * build-with-claude/effort.
 *
 * @param version 45 for 4.5
 */
record ClaudeModel(String id, String family, int version) {

  private static final int CURRENT = 99;

  /** claude-opus-4-5-20251101, claude-opus-5, anthropic/claude-sonnet-4.6. */
  private static final Pattern FAMILY_FIRST =
      Pattern.compile("claude-([a-z]+)-(\\d)(?:[-.](\\d)(?!\\d))?(?!\\d)");

  /** claude-3-5-sonnet-20241022. */
  private static final Pattern VERSION_FIRST =
      Pattern.compile("claude-(\\d)(?:[-.](\\d)(?!\\d))?(?!\\d)");

  static ClaudeModel of(String id) {
    Matcher familyFirst = FAMILY_FIRST.matcher(id);
    if (familyFirst.find()) {
      return new ClaudeModel(
          id, familyFirst.group(1), version(familyFirst.group(2), familyFirst.group(3)));
    }
    Matcher versionFirst = VERSION_FIRST.matcher(id);
    if (versionFirst.find()) {
      return new ClaudeModel(id, "", version(versionFirst.group(1), versionFirst.group(2)));
    }
    return new ClaudeModel(id, "", CURRENT);
  }

  /** Takes temperature and top_p; from 4.7 on they are refused. */
  boolean takesSampling() {
    return version < 47;
  }

  /** Takes {@code thinking.budget_tokens}, which became deprecated in 4.6 and refused in 4.7. */
  boolean thinksByBudget() {
    return version >= 37 && version < 46;
  }

  /** Decides itself how much it thinks. */
  boolean thinksAdaptively() {
    return version >= 46;
  }

  /** Refuses {@code thinking: disabled}. */
  boolean alwaysThinks() {
    return version >= 55 || isFableOrMythos();
  }

  boolean takesEffort() {
    return version >= 46 || (version == 45 && family.equals("opus"));
  }

  /** The effort nearest to OpenAI's word for it. */
  String effort(String level) {
    return switch (level) {
      case "none", "minimal" -> "low";
      case "xhigh" -> version >= 47 ? level : "high";
      case "max" -> version >= 46 ? level : "high";
      default -> level;
    };
  }

  /** Takes {@code tool_choice} any and tool. */
  boolean canBeForcedToCall() {
    return version < 55 && !(isFableOrMythos() && version >= 51);
  }

  /** Takes {@code output_config.format}. */
  boolean takesSchema() {
    return version >= 45;
  }

  private boolean isFableOrMythos() {
    return family.equals("fable") || family.equals("mythos");
  }

  private static int version(String major, @Nullable String minor) {
    return 10 * Integer.parseInt(major) + (minor == null ? 0 : Integer.parseInt(minor));
  }
}
