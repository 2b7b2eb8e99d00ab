package dev.clawstead.gateway.model;

/**
 * How many tokens a unit of something makes, as lately seen. What is large weighs as much as it is,
 * so that guesses add up to what is charged.
 */
final class Rate {

  private static final int LATELY = 64;

  private final double keeps;
  private double units;
  private double tokens;

  /** The last sixty or so count. */
  Rate() {
    this(LATELY);
  }

  /** About so many of the last count. */
  Rate(int lately) {
    keeps = 1 - 1.0 / lately;
  }

  void learn(long seenUnits, long seenTokens) {
    units = units * keeps + seenUnits;
    tokens = tokens * keeps + seenTokens;
  }

  /** Tokens for one unit; {@code otherwise} when nothing was seen yet. */
  double orElse(double otherwise) {
    return units == 0 ? otherwise : tokens / units;
  }
}
