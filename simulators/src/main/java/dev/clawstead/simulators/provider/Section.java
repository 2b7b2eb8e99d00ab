package dev.clawstead.simulators.provider;

import java.util.Arrays;

/** A part of a prompt as it is counted: bytes, and the places up to which it may be cached. */
final class Section {

  /** OpenAI caches in steps of 128 tokens (platform.openai.com, guides/prompt-caching). */
  private static final int STEP_BYTES = 128 * Tokens.BYTES;

  private static final int SLICE_CHARS = 256;
  private static final long PRIME = 1_000_003;
  private static final long PRIME_2 = PRIME * PRIME;
  private static final long PRIME_3 = PRIME_2 * PRIME;
  private static final long PRIME_4 = 0xC2578E765AF15351L; // as a long overflows

  private final boolean steps;
  private long bytes;
  private long hash = 0x9E3779B97F4A7C15L;
  private long nextStep = STEP_BYTES;
  private int marks;
  private long[] markHashes = new long[16];
  private long[] markBytes = new long[16];
  private boolean[] markAsked = new boolean[16];

  /** {@code steps}: a place in every 128 tokens; otherwise only where {@link #mark} is called. */
  Section(boolean steps) {
    this.steps = steps;
  }

  /** In slices, so that two texts agree on the places that lie before their first difference. */
  void add(char[] text, int offset, int length) {
    int end = offset + length;
    for (int from = offset; from < end; from += SLICE_CHARS) {
      addSlice(text, from, Math.min(from + SLICE_CHARS, end));
      if (steps && bytes >= nextStep) {
        mark(false);
        nextStep = bytes + STEP_BYTES;
      }
    }
    hash = hash * PRIME + 0x1F;
  }

  /** Four at a time: most of a call's work here is this loop. */
  private void addSlice(char[] text, int from, int to) {
    long h = hash;
    int wide = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      h =
          h * PRIME_4
              + text[i] * PRIME_3
              + text[i + 1] * PRIME_2
              + text[i + 2] * PRIME
              + text[i + 3];
      wide |= text[i] | text[i + 1] | text[i + 2] | text[i + 3];
    }
    for (; i < to; i++) {
      h = h * PRIME + text[i];
      wide |= text[i];
    }
    hash = h;
    bytes += wide < 0x80 ? to - from : utf8Bytes(text, from, to);
  }

  private static long utf8Bytes(char[] text, int from, int to) {
    long bytes = 0;
    for (int i = from; i < to; i++) {
      char c = text[i];
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  void add(String text) {
    add(text.toCharArray(), 0, text.length());
  }

  /** Tells texts apart that cost nothing here, like an image's data. */
  void addUncounted(char[] text, int offset, int length) {
    long before = bytes;
    addSlice(text, offset, offset + length);
    bytes = before;
  }

  void addImage() {
    bytes += (long) Tokens.IMAGE * Tokens.BYTES;
  }

  /** A place up to which the prompt may be cached; {@code asked} when the caller asked for it. */
  void mark(boolean asked) {
    if (marks == markHashes.length) {
      markHashes = Arrays.copyOf(markHashes, marks * 2);
      markBytes = Arrays.copyOf(markBytes, marks * 2);
      markAsked = Arrays.copyOf(markAsked, marks * 2);
    }
    markHashes[marks] = hash;
    markBytes[marks] = bytes;
    markAsked[marks] = asked;
    marks++;
  }

  long bytes() {
    return bytes;
  }

  long hash() {
    return hash;
  }

  int marks() {
    return marks;
  }

  long hashAt(int mark) {
    return markHashes[mark];
  }

  long bytesAt(int mark) {
    return markBytes[mark];
  }

  boolean askedAt(int mark) {
    return markAsked[mark];
  }
}
