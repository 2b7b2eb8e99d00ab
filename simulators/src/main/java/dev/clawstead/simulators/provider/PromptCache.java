package dev.clawstead.simulators.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers which prompt prefixes a key has sent to a model before.
 *
 * <p>OpenAI and those who copy it cache by themselves, from 1,024 tokens on in steps of 128
 * (platform.openai.com, guides/prompt-caching). Anthropic caches up to the places that carry {@code
 * cache_control}, reads from the longest one seen before and bills the rest up to the last of them
 * as written (docs.claude.com, build-with-claude/prompt-caching). Vendors forget after minutes;
 * this forgets when it is reset or when its table of fixed size runs over.
 */
final class PromptCache {

  private static final int TOKENS_MIN = 1024;
  private static final int STEP = 128;
  private static final int SLOTS = 1 << 20;

  private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

  /** How many tokens of a prompt were read from the cache, and how many written to it. */
  record Hit(int read, int written) {}

  void reset() {
    for (int i = 0; i < SLOTS; i++) {
      slots.setRelease(i, 0);
    }
  }

  Hit look(String key, String model, Prompt prompt) {
    boolean asked = prompt.kind() == Prompt.Kind.MESSAGES;
    long prefix = mixed(key.hashCode(), model.hashCode());
    long bytesBefore = 0;
    int read = 0;
    int last = 0;
    List<Long> kept = new ArrayList<>();
    for (Section section : prompt.sections()) {
      for (int mark = 0; mark < section.marks(); mark++) {
        long place = mixed(prefix, section.hashAt(mark));
        int tokens = Tokens.of(bytesBefore + section.bytesAt(mark));
        boolean keep = !asked || section.askedAt(mark);
        if (tokens < TOKENS_MIN) {
          continue;
        }
        read = slots.getAcquire(slot(place)) == place ? tokens : read;
        if (keep) {
          last = tokens;
          kept.add(place);
        }
      }
      prefix = mixed(prefix, section.hash());
      bytesBefore += section.bytes();
    }
    // Only now: a prompt does not find itself.
    kept.forEach(place -> slots.setRelease(slot(place), place));
    return asked
        ? new Hit(Math.min(read, last), last - Math.min(read, last))
        : new Hit(read - read % STEP, 0);
  }

  private static int slot(long place) {
    return (int) (place >>> 44);
  }

  /** The finalizer of MurmurHash3 over both. */
  private static long mixed(long one, long other) {
    long h = one * 0x9E3779B97F4A7C15L + other;
    h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
    h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return h ^ (h >>> 33);
  }
}
