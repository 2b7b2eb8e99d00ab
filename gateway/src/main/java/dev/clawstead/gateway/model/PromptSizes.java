package dev.clawstead.gateway.model;

import dev.clawstead.gateway.protocol.Ask;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Guesses how many tokens a prompt will have: from what this model made of earlier bytes, and from
 * the last prompt of the same conversation, which the next one nearly always begins with. A guess
 * is meant to be a little high; a count by bytes would be three times too high.
 */
final class PromptSizes {

  private static final double RATIO_AT_FIRST = 0.30;
  private static final double RATIO_MAX = 1.0;
  private static final double MARGIN = 1.03;
  private static final double FORGETTING = 0.999;

  /** What vendors charge for a large picture, about 1,100 x 1,100 pixels. */
  private static final long TOKENS_PER_MEDIUM = 1_600;

  private static final long TOKENS_ROUND_A_PROMPT = 16;
  private static final int MODELS_MAX = 1_000;
  private static final int SESSIONS_MAX = 20_000;

  private static final double OUTPUT_RATIO_AT_FIRST = 0.25;
  private static final int CHARS_TO_LEARN_FROM = 40;
  private static final int LEARNING_STEPS = 16;

  private final Map<String, Double> ratios = newest(MODELS_MAX);
  private final Map<String, Double> outputRatios = newest(MODELS_MAX);
  private final Map<String, Seen> sessions = newest(SESSIONS_MAX);

  /** The tokens that this prompt will hardly exceed. */
  synchronized long estimate(String model, @Nullable String session, Ask ask) {
    double ratio = ratios.getOrDefault(model, RATIO_AT_FIRST);
    long fresh = tokens(ask.textBytes(), ratio) + ask.media() * TOKENS_PER_MEDIUM;
    Seen last = session == null ? null : sessions.get(model + " " + session);
    if (last == null || ask.textBytes() < last.textBytes || ask.media() < last.media) {
      return fresh + TOKENS_ROUND_A_PROMPT;
    }
    long more =
        tokens(ask.textBytes() - last.textBytes, ratio)
            + (ask.media() - last.media) * TOKENS_PER_MEDIUM;
    return last.tokens + more + TOKENS_ROUND_A_PROMPT;
  }

  /** How many tokens this many letters of an answer probably were. */
  synchronized long output(String model, long chars) {
    return (long) Math.ceil(chars * outputRatios.getOrDefault(model, OUTPUT_RATIO_AT_FIRST));
  }

  /** The provider counted an answer, of which this many letters were seen. */
  synchronized void learnOutput(String model, long chars, long tokens) {
    if (chars >= CHARS_TO_LEARN_FROM && tokens > 0) {
      double seen = (double) tokens / chars;
      outputRatios.merge(model, seen, (known, now) -> known + (now - known) / LEARNING_STEPS);
    }
  }

  /** The provider counted the prompt. */
  synchronized void learn(String model, @Nullable String session, Ask ask, long tokens) {
    if (ask.media() == 0 && ask.textBytes() > 0) {
      double seen = Math.min(RATIO_MAX, (double) tokens / ask.textBytes());
      ratios.merge(model, seen, (known, now) -> Math.max(known * FORGETTING, now));
    }
    if (session != null) {
      sessions.put(model + " " + session, new Seen(ask.textBytes(), ask.media(), tokens));
    }
  }

  private static long tokens(long bytes, double ratio) {
    return (long) Math.ceil(bytes * ratio * MARGIN);
  }

  private static <V> Map<String, V> newest(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
      }
    };
  }

  private record Seen(long textBytes, int media, long tokens) {}
}
