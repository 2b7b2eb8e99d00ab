package dev.clawstead.gateway.model;

/**
 * How many tokens a unit of something makes, as lately seen. What is large weighs as much as it is,
 * so that guesses add up to what is charged.
 */
final class Rate {

  /** The last sixty or so count. */
  private static final double KEEPS = 1 - 1.0 / 64;

  private double units;
  private double tokens;

  void learn(long seenUnits, long seenTokens) {
    units = units * KEEPS + seenUnits;
    tokens = tokens * KEEPS + seenTokens;
  }

  /** Tokens for one unit; {@code otherwise} when nothing was seen yet. */
  double orElse(double otherwise) {
    return units == 0 ? otherwise : tokens / units;
  }
}
