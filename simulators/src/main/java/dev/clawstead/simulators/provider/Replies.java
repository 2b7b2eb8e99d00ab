package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clawstead.simulators.provider.Reply.Finish;
import dev.clawstead.simulators.provider.Reply.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes replies by what the user said last: {@code say 50 words} sets the length, {@code call the
 * tool NAME} or {@code call the tool NAME with {"a": 1}}, as often as wanted, calls tools that the
 * request offers. After a tool's result the model talks again.
 */
final class Replies {

  private static final Pattern WORDS = Pattern.compile("(?i)\\bsay (\\d{1,6}) words?");
  private static final Pattern CALL =
      Pattern.compile("(?i)\\bcall the tool ([A-Za-z0-9_.-]*[A-Za-z0-9_-])(?: with (\\{[^{}]*}))?");
  private static final String[] VOCABULARY = {
    "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett"
  };

  private Replies() {}

  /** {@code chunks} is the number of pieces that the text must be good for. */
  static Reply to(Prompt prompt, Model model, int chunks, long outputTokensMax) {
    int reasoning = (int) Math.min(reasoning(prompt, model), outputTokensMax);
    long room = (outputTokensMax - reasoning) * Tokens.BYTES;
    List<ToolCall> calls = calls(prompt);
    if (!calls.isEmpty()) {
      boolean fits = calls.stream().mapToLong(ToolCall::bytes).sum() <= room;
      return fits
          ? new Reply("", calls, reasoning, Finish.TOOLS)
          : new Reply("", List.of(), reasoning, Finish.LENGTH);
    }
    String text = text(prompt, model, chunks);
    return text.length() <= room
        ? new Reply(text, List.of(), reasoning, Finish.STOP)
        : new Reply(text.substring(0, (int) room), List.of(), reasoning, Finish.LENGTH);
  }

  /** Effort as OpenAI names it, a thinking budget as Anthropic does; the amounts are ours. */
  private static int reasoning(Prompt prompt, Model model) {
    if (prompt.kind() == Prompt.Kind.MESSAGES) {
      String type = prompt.setting("thinking").path("type").asText("disabled");
      return type.equals("disabled") ? 0 : 64;
    }
    if (!model.reasons()) {
      return 0;
    }
    String effort =
        prompt.kind() == Prompt.Kind.CHAT
            ? prompt.setting("reasoning_effort").asText("medium")
            : prompt.setting("reasoning").path("effort").asText("medium");
    return switch (effort) {
      case "none" -> 0;
      case "minimal" -> 8;
      case "low" -> 32;
      case "high", "xhigh" -> 256;
      default -> 64;
    };
  }

  private static String text(Prompt prompt, Model model, int chunks) {
    Matcher said = WORDS.matcher(prompt.lastUserText());
    if (!said.find() && chunks <= 1) {
      String what =
          prompt.answersTool() ? "The tool has answered." : "Hello from " + model.id() + ".";
      return what + String.format(Locale.ROOT, " I read %d tokens.", prompt.tokens());
    }
    int words = said.reset().find() ? Integer.parseInt(said.group(1)) : 0;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.max(words, chunks); i++) {
      text.append(i == 0 ? "" : " ").append(VOCABULARY[i % VOCABULARY.length]);
    }
    return text.toString();
  }

  private static List<ToolCall> calls(Prompt prompt) {
    List<ToolCall> calls = new ArrayList<>();
    JsonNode choice = prompt.setting("tool_choice");
    String wish = choice.path("type").asText(choice.asText("auto"));
    if (prompt.tools().isEmpty() || wish.equals("none") || prompt.answersTool()) {
      return calls;
    }
    Matcher asked = CALL.matcher(prompt.lastUserText());
    while (asked.find()) {
      if (prompt.tools().contains(asked.group(1))) {
        calls.add(call(prompt, asked.group(1), asked.group(2) == null ? "{}" : asked.group(2)));
      }
    }
    boolean must = wish.equals("required") || wish.equals("any") || !(wish.equals("auto"));
    if (calls.isEmpty() && must) {
      calls.add(call(prompt, forced(prompt, choice), "{}"));
    }
    boolean one =
        !prompt.setting("parallel_tool_calls").asBoolean(true)
            || choice.path("disable_parallel_tool_use").asBoolean(false);
    return one && calls.size() > 1 ? calls.subList(0, 1) : calls;
  }

  /** The tool that the choice names, or the first on offer. */
  private static String forced(Prompt prompt, JsonNode choice) {
    String name = choice.path("name").asText(choice.path("function").path("name").asText(""));
    return name.isEmpty() ? prompt.tools().iterator().next() : name;
  }

  private static ToolCall call(Prompt prompt, String name, String arguments) {
    String prefix = prompt.kind() == Prompt.Kind.MESSAGES ? "toolu_" : "call_";
    return new ToolCall(Ids.next(prefix), name, arguments);
  }
}
