package dev.clawstead.simulators.provider;

/**
 * The one rule by which tokens are counted here: four bytes a token, rounded up.
 *
 * <p>Of a prompt, the bytes are those (UTF-8) of every name, text, number and truth value inside
 * {@code system}, {@code instructions}, {@code tools} and {@code messages} or {@code input},
 * without JSON's punctuation and without {@code cache_control}. An image costs {@link #IMAGE}
 * tokens whatever its size (what OpenAI's guide gives for 1024 x 1024 in high detail). Of a reply,
 * they are those of its text and of the names and arguments of its tool calls.
 */
final class Tokens {

  static final int IMAGE = 765;
  static final int BYTES = 4;

  private Tokens() {}

  static int of(long bytes) {
    return (int) ((bytes + BYTES - 1) / BYTES);
  }
}
