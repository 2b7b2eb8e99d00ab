package dev.clawstead.simulators.provider;

import java.util.ArrayList;
import java.util.List;

/**
 * What the model answers, the same for the same request.
 *
 * @param reasoning tokens spent on thinking, part of what is billed as output
 */
record Reply(String text, List<ToolCall> calls, int reasoning, Finish finish) {

  /** Why the model stopped. */
  enum Finish {
    STOP,
    LENGTH,
    TOOLS
  }

  record ToolCall(String id, String name, String arguments) {
    int bytes() {
      return name.length() + arguments.length();
    }
  }

  /** All that is billed as output. */
  int tokens() {
    return reasoning + Tokens.of(text.length() + calls.stream().mapToLong(ToolCall::bytes).sum());
  }

  /** The text cut into so many pieces of nearly the same length; 0: a word each. */
  List<String> pieces(int wanted) {
    List<String> pieces = new ArrayList<>();
    if (text.isEmpty()) {
      return pieces;
    }
    if (wanted == 0) {
      for (int at = 0; at < text.length(); ) {
        int space = text.indexOf(' ', at + 1);
        int end = space < 0 ? text.length() : space;
        pieces.add(text.substring(at, end));
        at = end;
      }
      return pieces;
    }
    int count = Math.min(wanted, text.length());
    for (int i = 0; i < count; i++) {
      pieces.add(
          text.substring(
              (int) ((long) text.length() * i / count),
              (int) ((long) text.length() * (i + 1) / count)));
    }
    return pieces;
  }
}
