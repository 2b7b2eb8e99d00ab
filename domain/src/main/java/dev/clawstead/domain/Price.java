package dev.clawstead.domain;

/**
 * What a model costs: micros of a US dollar for a million tokens of each kind.
 *
 * @param cachedInput for prompt tokens that came from the provider's cache
 * @param cacheWrite for prompt tokens that went into it
 */
public record Price(long input, long cachedInput, long cacheWrite, long output) {

  private static final long MILLION = 1_000_000;

  /** Fails for a negative price. */
  public Price {
    if (input < 0 || cachedInput < 0 || cacheWrite < 0 || output < 0) {
      throw new IllegalArgumentException("a price is negative");
    }
  }

  /** The cost in micros, rounded up once. */
  public long micros(TokenUse use) {
    long all =
        Math.addExact(
            Math.addExact(
                Math.multiplyExact(use.input(), input),
                Math.multiplyExact(use.cached(), cachedInput)),
            Math.addExact(
                Math.multiplyExact(use.cacheWrite(), cacheWrite),
                Math.multiplyExact(use.output(), output)));
    return Math.ceilDiv(all, MILLION);
  }

  /** The tokens that count against an allowance: a cached one as much less as it costs less. */
  public long ratedTokens(TokenUse use) {
    long cached =
        input == 0
            ? use.cached()
            : Math.ceilDiv(Math.multiplyExact(use.cached(), Math.min(cachedInput, input)), input);
    return use.input() + use.cacheWrite() + use.output() + cached;
  }

  /** What each kind of prompt token costs at most: before a call nobody knows which are cached. */
  public long dearestInput() {
    return Math.max(input, Math.max(cachedInput, cacheWrite));
  }
}
