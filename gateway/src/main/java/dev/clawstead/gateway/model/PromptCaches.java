package dev.clawstead.gateway.model;

import dev.clawstead.gateway.model.PromptMarks.Beginning;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Remembers which beginnings of prompts a provider was told lately, by key and model, as providers
 * do themselves to charge less for what they know (platform.openai.com, guides/prompt-caching;
 * docs.claude.com, build-with-claude/prompt-caching). It is what tells the price of a call whose
 * caller went away before the provider said it. Of fixed size: where more is said than it holds,
 * the oldest is forgotten here or there, and a guess is a little high.
 */
final class PromptCaches {

  /** OpenAI forgets after five to ten minutes without use, Anthropic after five. */
  private static final Duration KEPT = Duration.ofMinutes(5);

  /** Two megabytes: five minutes of ten prompts a second, of 60 KB each, all different. */
  private static final int SLOT_BITS = 18;

  private static final long SECONDS_MASK = 0xFFFF;

  /** Each holds the upper bits of a hash and, below them, the second at which it was said. */
  private final AtomicLongArray slots = new AtomicLongArray(1 << SLOT_BITS);

  private final LongSupplier nanos;
  private final long startNanos;

  /**
   * @param nanos a clock like {@link System#nanoTime}
   */
  PromptCaches(LongSupplier nanos) {
    this.nanos = nanos;
    this.startNanos = nanos.getAsLong();
  }

  /** The longest beginning of this prompt that the provider was told lately. */
  Beginning known(UUID key, String model, PromptMarks marks) {
    long whose = whose(key, model);
    long now = seconds();
    for (int i = marks.count() - 1; i >= 0; i--) {
      long hash = mixed(whose ^ marks.hash(i));
      long slot = slots.getOpaque(slot(hash));
      boolean same = ((slot ^ hash) & ~SECONDS_MASK) == 0;
      if (same && ((now - slot) & SECONDS_MASK) < KEPT.toSeconds()) {
        return marks.beginning(i);
      }
    }
    return Beginning.NONE;
  }

  /** The provider was told this prompt. */
  void told(UUID key, String model, PromptMarks marks) {
    long whose = whose(key, model);
    long now = seconds();
    for (int i = 0; i < marks.count(); i++) {
      long hash = mixed(whose ^ marks.hash(i));
      slots.setOpaque(slot(hash), (hash & ~SECONDS_MASK) | now);
    }
  }

  private long seconds() {
    return Duration.ofNanos(nanos.getAsLong() - startNanos).toSeconds() & SECONDS_MASK;
  }

  private static long whose(UUID key, String model) {
    return mixed(key.getMostSignificantBits() ^ key.getLeastSignificantBits()) ^ model.hashCode();
  }

  private static int slot(long hash) {
    return (int) (hash >>> (Long.SIZE - SLOT_BITS));
  }

  /** The finalizer of MurmurHash3. */
  private static long mixed(long value) {
    long h = value;
    h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
    h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return h ^ (h >>> 33);
  }
}
