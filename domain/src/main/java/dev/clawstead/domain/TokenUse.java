package dev.clawstead.domain;

/**
 * What one model call used, in tokens, each counted once.
 *
 * @param input prompt tokens at the full price
 * @param cached prompt tokens that the provider had in its cache
 * @param cacheWrite prompt tokens that the provider put into its cache
 * @param output everything generated, reasoning included
 * @param reasoning the part of the output that nobody sees
 */
public record TokenUse(long input, long cached, long cacheWrite, long output, long reasoning) {

  /** A call that used nothing. */
  public static final TokenUse NONE = new TokenUse(0, 0, 0, 0, 0);

  /** Fails for a negative count. */
  public TokenUse {
    if (input < 0 || cached < 0 || cacheWrite < 0 || output < 0 || reasoning < 0) {
      throw new IllegalArgumentException("a count of tokens is negative");
    }
  }

  /** The whole prompt. */
  public long prompt() {
    return input + cached + cacheWrite;
  }
}
