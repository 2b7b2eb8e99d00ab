package dev.clawstead.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private final Metrics metrics = new Metrics();

  @Test
  void numbersAreToldByTheirLabels() {
    Counts calls = metrics.counts("calls_total", "Calls.", "alias", "outcome");
    calls.one("smart", "done");
    calls.add(2, "smart", "done");
    calls.one("a\"b\\c\nd", "done");

    assertThat(metrics.text())
        .contains(
            "# HELP calls_total Calls.\n# TYPE calls_total counter\n",
            "calls_total{alias=\"smart\",outcome=\"done\"} 3\n",
            "calls_total{alias=\"a\\\"b\\\\c\\nd\",outcome=\"done\"} 1\n");
  }

  @Test
  void aNumberWithoutLabelsStandsAlone() {
    metrics.counts("all_total", "All.").add(7);

    assertThat(metrics.text()).contains("\nall_total 7\n");
  }

  @Test
  void timesAreAHistogramWhoseBucketsHoldThoseBefore() {
    Timings took = metrics.timings("took_seconds", "Time.", "provider");
    took.took(Duration.ofMillis(1).toNanos(), "one");
    took.took(Duration.ofMillis(300).toNanos(), "one");
    took.took(Duration.ofMinutes(10).toNanos(), "one");

    assertThat(metrics.text())
        .contains(
            "# TYPE took_seconds histogram\n",
            "took_seconds_bucket{provider=\"one\",le=\"0.001\"} 1\n",
            "took_seconds_bucket{provider=\"one\",le=\"0.25\"} 1\n",
            "took_seconds_bucket{provider=\"one\",le=\"0.5\"} 2\n",
            "took_seconds_bucket{provider=\"one\",le=\"300.0\"} 2\n",
            "took_seconds_bucket{provider=\"one\",le=\"+Inf\"} 3\n",
            "took_seconds_sum{provider=\"one\"} 600.301\n",
            "took_seconds_count{provider=\"one\"} 3\n");
  }

  @Test
  void whatIsSoAtTheMomentIsAskedForWhenItIsRead() {
    metrics.gauge("open", "Open.", () -> 5);
    metrics.gauges("state", "State.", List.of("key"), () -> Map.of(List.of("k1"), 2.0));

    assertThat(metrics.text()).contains("\nopen 5.0\n", "state{key=\"k1\"} 2.0\n");
  }

  @Test
  void aLabelThatIsForgottenIsAnError() {
    metrics.counts("wrong_total", "Wrong.", "alias").one();

    assertThatThrownBy(metrics::text).isInstanceOf(IllegalArgumentException.class);
  }
}
