package dev.clawstead.simulators.provider;

import java.util.Arrays;

/** A part of a prompt as it is counted: bytes, and the places up to which it may be cached. */
final class Section {

  /** OpenAI caches in steps of 128 tokens (platform.openai.com, guides/prompt-caching). */
  private static final int STEP_BYTES = 128 * Tokens.BYTES;

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

  void add(char[] text, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      char c = text[i];
      hash = (hash ^ c) * 0x100000001B3L;
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      if (steps && bytes >= nextStep) {
        mark(false);
        nextStep += STEP_BYTES;
      }
    }
    hash = (hash ^ 0x1F) * 0x100000001B3L;
  }

  void add(String text) {
    add(text.toCharArray(), 0, text.length());
  }

  /** Tells texts apart that cost nothing here, like an image's data. */
  void addUncounted(char[] text, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      hash = (hash ^ text[i]) * 0x100000001B3L;
    }
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
