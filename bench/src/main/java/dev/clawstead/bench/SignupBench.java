package dev.clawstead.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * From the click on "sign up" to the first 200 of the agent's own address: an open loop, timed from
 * the moment the request was due, so that a stall is not hidden.
 */
final class SignupBench implements Measurement {

  private static final int FEW = 5;
  private static final int WARM_POOL = 300;

  /** For so long after its start the api goes on practising. */
  private static final Duration SETTLED = Duration.ofSeconds(75);

  private static final Duration LOAD = Duration.ofSeconds(30);
  private static final double MICROS_PER_MILLI = 1000.0;

  @Override
  public List<Row> run(Wishes wishes) throws Exception {
    List<Row> rows = new ArrayList<>();
    try (Stand few = Stand.up(FEW)) {
      few.stop();
      rows.add(
          Row.atMost("second up to ready, 5 warm cells", "s", 25, few.start().toMillis() / 1000.0));
      Load cold = cold(few);
      rows.add(Row.atMost("signup to first 200, empty pool, 1/s: p50", "ms", 1500, cold.at(50)));
      rows.add(Row.atMost("signup to first 200, empty pool, 1/s: failures", "", 0, cold.failures));
    }
    try (Stand stand = Stand.up(WARM_POOL)) {
      JsonNode status = stand.status();
      URI api = URI.create(status.path("urls").path("api").asText());
      Operator operator = Operator.signIn(api, status.path("operator"));
      operator.pauseRefill();
      Load warm = load(api, 10);
      rows.add(Row.atMost("signup to first 200, warm pool, 10/s: p50", "ms", 100, warm.at(50)));
      rows.add(Row.atMost("signup to first 200, warm pool, 10/s: p99", "ms", 300, warm.at(99)));
      rows.add(Row.atMost("signup to first 200, warm pool, 10/s: failures", "", 0, warm.failures));
      rows.add(
          Row.atMost(
              "memory of api + worker + gateway", "MB", 1200, memory(status.path("pids")) / 1e6));
    }
    return rows;
  }

  /** At a stand that has taken its warm cells into use and has nothing else left to do. */
  private static Load cold(Stand stand)
      throws IOException, InterruptedException, ExecutionException {
    JsonNode status = stand.status();
    URI api = URI.create(status.path("urls").path("api").asText());
    Operator operator = Operator.signIn(api, status.path("operator"));
    operator.pauseRefill();
    Visitor visitor = new Visitor(api);
    for (int i = 0; i < FEW; i++) {
      visitor.signUpAndOpen();
    }
    operator.awaitRest();
    TimeUnit.MILLISECONDS.sleep(SETTLED.toMillis());
    return load(api, 1);
  }

  private static Load load(URI api, int perSecond)
      throws IOException, InterruptedException, ExecutionException {
    Visitor visitor = new Visitor(api);
    visitor.practise();
    Load load = new Load();
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      long begin = System.nanoTime();
      long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
      for (int i = 0; i < LOAD.toSeconds() * perSecond; i++) {
        long due = begin + i * gap;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        running.add(people.submit(() -> load.record(visitor, due)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    System.err.println(load.summary(perSecond));
    return load;
  }

  private static long memory(JsonNode pids) throws IOException {
    long bytes = 0;
    for (String part : List.of("api", "worker", "gateway")) {
      bytes += Stand.residentBytes(pids.path(part).asLong());
    }
    return bytes;
  }

  /** What one load saw. */
  private static final class Load {

    private final Histogram micros = new Histogram(3);
    private int failures;

    void record(Visitor visitor, long due) {
      try {
        long done = visitor.signUpAndOpen();
        synchronized (this) {
          micros.recordValue(TimeUnit.NANOSECONDS.toMicros(done - due));
        }
      } catch (IOException | InterruptedException e) {
        System.err.println(e.getMessage());
        synchronized (this) {
          failures++;
        }
      }
    }

    double at(double percentile) {
      return micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }

    String summary(int perSecond) {
      return perSecond
          + "/s: min "
          + micros.getMinValue() / MICROS_PER_MILLI
          + " ms, p50 "
          + at(50)
          + ", p90 "
          + at(90)
          + ", p99 "
          + at(99)
          + ", max "
          + micros.getMaxValue() / MICROS_PER_MILLI
          + " ms, failures "
          + failures;
    }
  }
}
