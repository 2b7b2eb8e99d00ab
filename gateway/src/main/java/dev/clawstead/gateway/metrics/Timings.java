package dev.clawstead.gateway.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How long something took, as a histogram for each combination of labels. */
public final class Timings implements Figure {

  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
  };
  private static final long[] NANOS =
      Arrays.stream(SECONDS).mapToLong(seconds -> (long) (seconds * 1e9)).toArray();

  private final String name;
  private final String help;
  private final List<String> labels;
  private final Map<List<String>, Histogram> histograms = new ConcurrentHashMap<>();

  Timings(String name, String help, List<String> labels) {
    this.name = name;
    this.help = help;
    this.labels = labels;
  }

  /** It took so long. */
  public void took(long nanos, String... values) {
    histograms.computeIfAbsent(List.of(values), key -> new Histogram()).add(nanos);
  }

  @Override
  public void write(StringBuilder out) {
    Labels.head(out, name, "histogram", help);
    histograms.forEach((values, one) -> one.write(out, Labels.of(labels, values)));
  }

  private final class Histogram {

    private final LongAdder[] buckets = new LongAdder[NANOS.length + 1];
    private final LongAdder sum = new LongAdder();

    Histogram() {
      Arrays.setAll(buckets, i -> new LongAdder());
    }

    void add(long nanos) {
      int found = Arrays.binarySearch(NANOS, nanos);
      buckets[found >= 0 ? found : -found - 1].increment();
      sum.add(nanos);
    }

    void write(StringBuilder out, String at) {
      String comma = at.isEmpty() ? "" : at + ",";
      long count = 0;
      for (int i = 0; i < NANOS.length; i++) {
        count += buckets[i].sum();
        String bound = comma + "le=\"" + SECONDS[i] + '"';
        Labels.line(out, name + "_bucket", bound, Long.toString(count));
      }
      count += buckets[NANOS.length].sum();
      Labels.line(out, name + "_bucket", comma + "le=\"+Inf\"", Long.toString(count));
      Labels.line(out, name + "_sum", at, Double.toString(sum.sum() / 1e9));
      Labels.line(out, name + "_count", at, Long.toString(count));
    }
  }
}
