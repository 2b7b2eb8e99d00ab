package dev.clawstead.bench;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** How many calls of 16 clients a gateway serves in a second. */
final class Throughput {

  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final Duration MEASURED = Duration.ofSeconds(20);
  private static final double WHOLE_PER_SECOND = 1_500;
  private static final double STREAMS_PER_SECOND = 1_000;

  private final GatewayLoads loads;
  private final String name;
  private final InetSocketAddress gateway;

  Throughput(GatewayLoads loads, String name, InetSocketAddress gateway) {
    this.loads = loads;
    this.name = name;
    this.gateway = gateway;
  }

  List<Row> whole(List<ByteBuf> requests) throws IOException, InterruptedException {
    return of("not streamed", WHOLE_PER_SECOND, requests);
  }

  List<Row> streams(List<ByteBuf> requests) throws IOException, InterruptedException {
    return of("streams of 20 chunks", STREAMS_PER_SECOND, requests);
  }

  private List<Row> of(String what, double target, List<ByteBuf> requests)
      throws IOException, InterruptedException {
    ClosedLoop load = loads.closed(gateway, requests);
    load.run(WARM_UP, false);
    double perSecond = load.run(MEASURED, true);
    System.err.println(Spread.line(name + ", 16 clients, " + what, load.nanos()));
    load.close();
    return List.of(
        Row.atLeast(name + ": 16 clients, " + what, "1/s", target, perSecond),
        Row.atMost(name + ": 16 clients, " + what + ": failures", "", 0, (double) load.failures()));
  }
}
