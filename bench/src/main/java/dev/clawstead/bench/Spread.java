package dev.clawstead.bench;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** How long many of the same thing took, in words for people. */
final class Spread {

  private static final double NANOS_PER_MILLI = 1e6;

  private Spread() {}

  static double millisAt(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }

  static String line(String what, Histogram nanos) {
    return String.format(
        Locale.ROOT,
        "%-44s min %7.3f  p50 %7.3f  p90 %7.3f  p99 %7.3f  p99.9 %8.3f  max %8.3f ms  of %d",
        what,
        nanos.getMinValue() / NANOS_PER_MILLI,
        millisAt(nanos, 50),
        millisAt(nanos, 90),
        millisAt(nanos, 99),
        millisAt(nanos, 99.9),
        nanos.getMaxValue() / NANOS_PER_MILLI,
        nanos.getTotalCount());
  }
}
