package dev.clawstead.gateway.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** All figures of this process. */
public final class Metrics {

  private final List<Figure> figures = new CopyOnWriteArrayList<>();

  /** Numbers that only grow; by custom their name ends in {@code _total}. */
  public Counts counts(String name, String help, String... labels) {
    Counts counts = new Counts(name, help, List.of(labels));
    figures.add(counts);
    return counts;
  }

  /** How long something takes; by custom its name ends in {@code _seconds}. */
  public Timings timings(String name, String help, String... labels) {
    Timings timings = new Timings(name, help, List.of(labels));
    figures.add(timings);
    return timings;
  }

  /** What is so at the moment; asked when the figures are read, so it must be cheap. */
  public void gauge(String name, String help, DoubleSupplier value) {
    gauges(name, help, List.of(), () -> Map.of(List.of(), value.getAsDouble()));
  }

  /** The same for each combination of labels. */
  public void gauges(
      String name, String help, List<String> labels, Supplier<Map<List<String>, Double>> values) {
    figures.add(
        out -> {
          Labels.head(out, name, "gauge", help);
          values
              .get()
              .forEach(
                  (at, value) ->
                      Labels.line(out, name, Labels.of(labels, at), Double.toString(value)));
        });
  }

  /** Everything, in Prometheus' text format. */
  public String text() {
    StringBuilder out = new StringBuilder(8192);
    figures.forEach(figure -> figure.write(out));
    return out.toString();
  }
}
