package dev.clawstead.gateway.model;

import dev.clawstead.domain.TokenUse;
import dev.clawstead.gateway.protocol.Ask;
import java.util.LinkedHashMap;
import java.util.Map;
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
   * What is shorter than this no provider caches (platform.openai.com, guides/prompt-caching;
   * docs.claude.com, build-with-claude/prompt-caching).
   */
  private static final int CACHED_FROM_TOKENS = 1_024;

  /** What a cache holds changes within minutes. */
  private static final int CACHED_LATELY = 16;

  private static final double OUTPUT_RATIO_AT_FIRST = 0.25;
  private static final int CHARS_TO_LEARN_FROM = 40;

  private final Map<String, Double> highest = newest(MODELS_MAX);
  private final Map<String, Habits> habits = newest(MODELS_MAX);
  private final Map<String, Seen> sessions = newest(SESSIONS_MAX);

  /** The tokens that this prompt will hardly exceed. */
  synchronized long estimate(String model, @Nullable String session, Ask ask) {
    double ratio = highest.getOrDefault(model, RATIO_AT_FIRST) * MARGIN;
    return tokens(ask, sessions.get(model + " " + session), ratio) + TOKENS_ROUND_A_PROMPT;
  }

  /**
   * What this prompt most probably is: how many tokens, how many of them the provider has from its
   * cache, and how many it keeps there from now on.
   *
   * @param known the beginning of it that the provider was told before
   */
  synchronized TokenUse likely(
      String model, @Nullable String session, Ask ask, PromptMarks.Beginning known) {
    Habits has = habits.get(model);
    Seen last = sessions.get(model + " " + session);
    double ratio = has == null ? RATIO_AT_FIRST : has.prompt.orElse(RATIO_AT_FIRST);
    long all = tokens(ask, last, ratio);
    if (has == null) {
      return new TokenUse(all, 0, 0, 0, 0);
    }
    long cached = has.cached(all, tellable(known, ask, ratio, all));
    long written = Math.round((all - cached) * has.written.orElse(0));
    return new TokenUse(all - cached - written, cached, written, 0, 0);
  }

  /** How many tokens of the prompt this beginning of it is; none where it is too short to cache. */
  private static long tellable(PromptMarks.Beginning known, Ask ask, double ratio, long allTokens) {
    double whole = ask.textBytes() * ratio + (double) ask.media() * TOKENS_PER_MEDIUM;
    double part = known.textBytes() * ratio + (double) known.media() * TOKENS_PER_MEDIUM;
    long tokens = whole == 0 ? 0 : Math.round(allTokens * Math.min(1, part / whole));
    return tokens < CACHED_FROM_TOKENS ? 0 : tokens;
  }

  private static long tokens(Ask ask, @Nullable Seen last, double ratio) {
    Seen before = last != null && last.begins(ask) ? last : Seen.NOTHING;
    long text = (long) Math.ceil((ask.textBytes() - before.textBytes) * ratio);
    return before.tokens + text + (ask.media() - before.media) * TOKENS_PER_MEDIUM;
  }

  /**
   * How many tokens this many letters of an answer that has begun probably were, with what the
   * model thought before the first of them. A token that was begun counts.
   */
  synchronized long output(String model, long chars) {
    Habits has = habits.get(model);
    double thought = has == null ? 0 : has.thinking.orElse(0);
    double ratio = has == null ? OUTPUT_RATIO_AT_FIRST : has.output.orElse(OUTPUT_RATIO_AT_FIRST);
    return (long) Math.ceil(thought + chars * ratio);
  }

  /**
   * The provider counted a call, of whose answer this many letters were seen.
   *
   * @param known the beginning of it that the provider was told before
   */
  synchronized void learn(
      String model,
      @Nullable String session,
      Ask ask,
      PromptMarks.Beginning known,
      TokenUse use,
      long chars) {
    Habits has = habits.computeIfAbsent(model, name -> new Habits());
    if (ask.media() == 0 && ask.textBytes() > 0) {
      double seen = Math.min(RATIO_MAX, (double) use.prompt() / ask.textBytes());
      highest.merge(model, seen, (high, now) -> Math.max(high * FORGETTING, now));
      has.prompt.learn(ask.textBytes(), use.prompt());
    }
    double ratio = has.prompt.orElse(RATIO_AT_FIRST);
    has.learnCached(use, tellable(known, ask, ratio, use.prompt()));
    has.thinking.learn(1, use.reasoning());
    if (chars >= CHARS_TO_LEARN_FROM) {
      has.output.learn(chars, Math.max(0, use.output() - use.reasoning()));
    }
    if (session != null) {
      sessions.put(model + " " + session, new Seen(ask.textBytes(), ask.media(), use.prompt()));
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

    private final Rate prompt = new Rate();
    private final Rate output = new Rate();
    private final Rate thinking = new Rate();

    /** What it has cached of what it was told before, of prompts it was not, and what it writes. */
    private final Rate cachedOfKnown = new Rate(CACHED_LATELY);

    private final Rate cachedOfNew = new Rate(CACHED_LATELY);
    private final Rate written = new Rate(CACHED_LATELY);

    private void learnCached(TokenUse use, long known) {
      if (known > 0) {
        cachedOfKnown.learn(known, use.cached());
      } else {
        cachedOfNew.learn(use.prompt(), use.cached());
      }
      written.learn(use.prompt() - use.cached(), use.cacheWrite());
    }

    private long cached(long all, long known) {
      double cached = known > 0 ? known * cachedOfKnown.orElse(0) : all * cachedOfNew.orElse(0);
      return Math.min(all, Math.round(cached));
    }
  }

  private record Seen(long textBytes, int media, long tokens) {
    private static final Seen NOTHING = new Seen(0, 0, 0);

    boolean begins(Ask ask) {
      return ask.textBytes() >= textBytes && ask.media() >= media;
    }
  }
}
