package dev.clawstead.domain;

/**
 * An amount of budget in both of its units, which are kept side by side.
 *
 * @param micros micros of a US dollar
 * @param tokens rated tokens ({@link Price#ratedTokens})
 */
public record Spend(long micros, long tokens) {

  /** Nothing. */
  public static final Spend NONE = new Spend(0, 0);

  /** More than anybody spends: what is left where there is no cap. */
  public static final Spend UNBOUNDED = new Spend(Long.MAX_VALUE / 4, Long.MAX_VALUE / 4);

  /** What a call costs at this price. */
  public static Spend of(Price price, TokenUse use) {
    return new Spend(price.micros(use), price.ratedTokens(use));
  }

  public Spend plus(Spend more) {
    return new Spend(micros + more.micros, tokens + more.tokens);
  }

  public Spend minus(Spend less) {
    return new Spend(micros - less.micros, tokens - less.tokens);
  }

  /** The smaller of each unit. */
  public Spend atMost(Spend other) {
    return new Spend(Math.min(micros, other.micros), Math.min(tokens, other.tokens));
  }

  /** The larger of each unit. */
  public Spend atLeast(Spend other) {
    return new Spend(Math.max(micros, other.micros), Math.max(tokens, other.tokens));
  }

  /** Whether this is enough for that, in both units. */
  public boolean covers(Spend other) {
    return micros >= other.micros && tokens >= other.tokens;
  }
}
