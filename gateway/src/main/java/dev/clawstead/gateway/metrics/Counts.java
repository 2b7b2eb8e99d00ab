package dev.clawstead.gateway.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Numbers that only grow, one for each combination of labels. Counting costs no lock. */
public final class Counts implements Figure {

  private final String name;
  private final String help;
  private final List<String> labels;
  private final Map<List<String>, LongAdder> numbers = new ConcurrentHashMap<>();

  Counts(String name, String help, List<String> labels) {
    this.name = name;
    this.help = help;
    this.labels = labels;
  }

  /** Counts one; the values are those of the labels, in order, and must be few. */
  public void one(String... values) {
    add(1, values);
  }

  /** Counts so many. */
  public void add(long amount, String... values) {
    numbers.computeIfAbsent(List.of(values), key -> new LongAdder()).add(amount);
  }

  @Override
  public void write(StringBuilder out) {
    Labels.head(out, name, "counter", help);
    numbers.forEach(
        (values, number) ->
            Labels.line(out, name, Labels.of(labels, values), Long.toString(number.sum())));
  }
}
