package dev.clawstead.bench;

import java.util.Locale;

/**
 * One measured figure beside what it should be.
 *
 * @param target the bound in {@code unit}: an upper one, or a lower one where more is better
 */
public record Row(String what, String unit, double target, double measured, boolean holds) {

  /** A figure that must not be larger than the target. */
  public static Row atMost(String what, String unit, double target, double measured) {
    return new Row(what, unit, target, measured, measured <= target);
  }

  /** A figure that must not be smaller than the target. */
  public static Row atLeast(String what, String unit, double target, double measured) {
    return new Row(what, unit, target, measured, measured >= target);
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-64s %12.2f %-6s target %10.2f  %s",
        what,
        measured,
        unit,
        target,
        holds ? "holds" : "MISSED");
  }
}
