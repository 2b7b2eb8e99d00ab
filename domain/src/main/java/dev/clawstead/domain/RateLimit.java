package dev.clawstead.domain;

/**
 * How fast one agent may call models, by all of its keys and through all gateways.
 *
 * @param requests calls in a minute
 * @param tokens rated tokens in a minute
 * @param concurrent calls at work at once
 */
public record RateLimit(long requests, long tokens, long concurrent) {

  /** The whole of a limit is so many parts. */
  public static final int PARTS = 100;

  /** This many hundredths of it; some of everything is left of any part. */
  public RateLimit part(int parts) {
    return new RateLimit(part(requests, parts), part(tokens, parts), part(concurrent, parts));
  }

  private static long part(long whole, int parts) {
    return parts == 0 ? 0 : Math.max(1, whole * parts / PARTS);
  }
}
