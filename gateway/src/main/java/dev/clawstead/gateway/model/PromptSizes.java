package dev.clawstead.gateway.model;

import dev.clawstead.domain.TokenUse;
import dev.clawstead.gateway.protocol.Ask;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Guesses how many tokens a prompt will have and an answer had: from what this model made of
 * earlier bytes, and from the last prompt of the same conversation, which the next one nearly
 * always begins with. What is set aside for a call is a guess that is meant to be a little high;
 * what is charged where the provider did not say is the most probable one.
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

  /**
   * OpenAI keeps prompts of this many tokens and more for five minutes and longer, in steps
   * (platform.openai.com, guides/prompt-caching).
   */
  private static final int CACHED_FROM_TOKENS = 1_024;

  private static final int CACHED_STEP_TOKENS = 128;
  private static final Duration CACHED_FOR = Duration.ofMinutes(5);

  /** What a cache holds changes within minutes. */
  private static final int CACHED_LATELY = 16;

  private static final double OUTPUT_RATIO_AT_FIRST = 0.25;
  private static final int CHARS_TO_LEARN_FROM = 40;

  private final LongSupplier nanos;
  private final Map<String, Double> highest = newest(MODELS_MAX);
  private final Map<String, Habits> habits = newest(MODELS_MAX);
  private final Map<String, Seen> sessions = newest(SESSIONS_MAX);

  /**
   * @param nanos a clock like {@link System#nanoTime}
   */
  PromptSizes(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The tokens that this prompt will hardly exceed. */
  synchronized long estimate(String model, @Nullable String session, Ask ask) {
    double ratio = highest.getOrDefault(model, RATIO_AT_FIRST) * MARGIN;
    return tokens(ask, sessions.get(model + " " + session), ratio) + TOKENS_ROUND_A_PROMPT;
  }

  /** What this prompt most probably is: how many tokens, and how many of them from the cache. */
  synchronized TokenUse likely(String model, @Nullable String session, Ask ask) {
    Habits known = habits.get(model);
    Seen last = sessions.get(model + " " + session);
    double ratio = known == null ? RATIO_AT_FIRST : known.prompt.orElse(RATIO_AT_FIRST);
    long all = tokens(ask, last, ratio);
    long cached = known == null ? 0 : Math.min(all, cached(known, last, ask, all));
    return new TokenUse(all - cached, cached, 0, 0, 0);
  }

  private long cached(Habits known, @Nullable Seen last, Ask ask, long all) {
    if (last == null || !last.begins(ask) || !isKept(last) || !known.isCached()) {
      return Math.round(all * known.cachedShare(all));
    }
    return last.tokens - last.tokens % CACHED_STEP_TOKENS;
  }

  private boolean isKept(Seen seen) {
    return seen.tokens >= CACHED_FROM_TOKENS
        && nanos.getAsLong() - seen.atNanos < CACHED_FOR.toNanos();
  }

  private static long tokens(Ask ask, @Nullable Seen last, double ratio) {
    Seen before = last != null && last.begins(ask) ? last : Seen.NOTHING;
    long text = (long) Math.ceil((ask.textBytes() - before.textBytes) * ratio);
    return before.tokens + text + (ask.media() - before.media) * TOKENS_PER_MEDIUM;
  }

  /**
   * How many tokens this many letters of an answer probably were, with what the model thought
   * before the first of them.
   */
  synchronized long output(String model, long chars) {
    Habits known = habits.get(model);
    if (known == null || chars == 0) {
      return (long) Math.ceil(chars * OUTPUT_RATIO_AT_FIRST);
    }
    return Math.round(
        known.thinking.orElse(0) + chars * known.output.orElse(OUTPUT_RATIO_AT_FIRST));
  }

  /** The provider counted a call, of whose answer this many letters were seen. */
  synchronized void learn(
      String model, @Nullable String session, Ask ask, TokenUse use, long chars) {
    Habits known = habits.computeIfAbsent(model, name -> new Habits());
    if (ask.media() == 0 && ask.textBytes() > 0) {
      double seen = Math.min(RATIO_MAX, (double) use.prompt() / ask.textBytes());
      highest.merge(model, seen, (high, now) -> Math.max(high * FORGETTING, now));
      known.prompt.learn(ask.textBytes(), use.prompt());
    }
    known.learnCached(use);
    known.thinking.learn(1, use.reasoning());
    if (chars >= CHARS_TO_LEARN_FROM) {
      known.output.learn(chars, Math.max(0, use.output() - use.reasoning()));
    }
    if (session != null) {
      sessions.put(
          model + " " + session,
          new Seen(ask.textBytes(), ask.media(), use.prompt(), nanos.getAsLong()));
    }
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

  /** What a model makes of bytes, of prompts, of letters, and of one call. */
  private static final class Habits {
    private static final int SIZES = 12;

    private final Rate prompt = new Rate();
    private final Rate output = new Rate();
    private final Rate thinking = new Rate();

    /** What was cached of prompts by their size: short ones never are. */
    private final Rate[] cached =
        Stream.generate(() -> new Rate(CACHED_LATELY)).limit(SIZES).toArray(Rate[]::new);

    private void learnCached(TokenUse use) {
      cached[size(use.prompt())].learn(use.prompt(), use.cached());
    }

    private double cachedShare(long tokens) {
      return cached[size(tokens)].orElse(0);
    }

    private boolean isCached() {
      return Stream.of(cached).anyMatch(share -> share.orElse(0) > 0);
    }

    /** Each is twice as large as the one before. */
    private static int size(long tokens) {
      return Math.min(
          SIZES - 1, Long.SIZE - Long.numberOfLeadingZeros(tokens / CACHED_FROM_TOKENS));
    }
  }

  private record Seen(long textBytes, int media, long tokens, long atNanos) {
    private static final Seen NOTHING = new Seen(0, 0, 0, 0);

    boolean begins(Ask ask) {
      return ask.textBytes() >= textBytes && ask.media() >= media;
    }
  }
}
