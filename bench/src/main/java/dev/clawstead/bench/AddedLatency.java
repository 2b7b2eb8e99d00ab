package dev.clawstead.bench;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * What a gateway adds to a call that is not streamed. Straight calls and calls through it take
 * turns, so that whatever else the machine does hits both alike.
 */
final class AddedLatency {

  private static final Duration TURN = Duration.ofMillis(500);
  private static final int WARM_UP_TURNS = 60;
  private static final int TURNS = 40;
  private static final int PER_SECOND = 500;
  private static final int LINES = 32;
  private static final double P50_MILLIS = 0.5;
  private static final double P99_MILLIS = 3;

  private final GatewayLoads loads;
  private final String name;
  private final InetSocketAddress gateway;
  private final List<ByteBuf> through;
  private final ByteBuf direct;

  /** For a gateway of this name that takes these requests. */
  AddedLatency(GatewayLoads loads, String name, InetSocketAddress gateway, List<ByteBuf> through)
      throws IOException {
    this.loads = loads;
    this.name = name;
    this.gateway = gateway;
    this.through = through;
    this.direct = loads.direct(GatewayLoads.WHOLE);
  }

  /** One client that sends its next call when it has its answer. */
  List<Row> oneClient() throws IOException, InterruptedException {
    ClosedLoop straight = loads.closed(loads.provider().address(), List.of(direct));
    ClosedLoop added = loads.closed(gateway, through.subList(0, 1));
    for (int turn = 0; turn < WARM_UP_TURNS + TURNS; turn++) {
      straight.run(TURN, turn >= WARM_UP_TURNS);
      added.run(TURN, turn >= WARM_UP_TURNS);
    }
    System.err.println(Spread.line("straight to the provider, 1 client", straight.nanos()));
    System.err.println(Spread.line("through " + name + ", 1 client", added.nanos()));
    List<Row> rows =
        List.of(
            Row.atMost(
                name + ": added, 1 client: p50",
                "ms",
                P50_MILLIS,
                added(added.nanos(), straight.nanos(), 50)),
            Row.atMost(
                name + ": added, 1 client: p99",
                "ms",
                P99_MILLIS,
                added(added.nanos(), straight.nanos(), 99)),
            Row.atMost(name + ": failures, 1 client", "", 0, (double) added.failures()));
    straight.close();
    added.close();
    return rows;
  }

  /**
   * Calls that are sent when they are due, whether or not earlier ones were answered.
   *
   * @param sync takes its turns between them, so that one sees what of it is the disk's
   */
  List<Row> atARate(DiskSync sync) throws IOException, InterruptedException {
    OpenLoop straight =
        new OpenLoop(loads.clients(), loads.provider().address(), LINES, () -> direct);
    AtomicInteger next = new AtomicInteger();
    OpenLoop added =
        new OpenLoop(
            loads.clients(),
            gateway,
            LINES,
            () -> through.get(next.getAndIncrement() % through.size()));
    for (int turn = 0; turn < WARM_UP_TURNS + TURNS; turn++) {
      straight.run(PER_SECOND, TURN, turn >= WARM_UP_TURNS);
      added.run(PER_SECOND, TURN, turn >= WARM_UP_TURNS);
      sync.some();
    }
    System.err.println(Spread.line("a sync to the disk, one at a time", sync.nanos()));
    System.err.println(Spread.line("straight to the provider, 500/s", straight.nanos()));
    System.err.println(Spread.line("through " + name + ", 500/s", added.nanos()));
    return List.of(
        Row.atMost(
            name + ": added at 500/s: p50",
            "ms",
            P50_MILLIS,
            added(added.nanos(), straight.nanos(), 50)),
        Row.atMost(
            name + ": added at 500/s: p99",
            "ms",
            P99_MILLIS,
            added(added.nanos(), straight.nanos(), 99)),
        Row.atMost(name + ": failures at 500/s", "", 0, (double) added.failures()));
  }

  private static double added(Histogram through, Histogram straight, double percentile) {
    return Spread.millisAt(through, percentile) - Spread.millisAt(straight, percentile);
  }
}
