package dev.clawstead.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * What the router adds to a request with 10 and with 10,000 addresses in its table, and how soon it
 * serves a new one.
 */
final class RouterBench implements Measurement {

  private static final int FEW = 10;
  private static final int MANY = 10_000;
  private static final int PER_SECOND = 1_000;
  private static final int LINES = 32;
  private static final Duration TURN = Duration.ofMillis(250);

  /**
   * Most of the time belongs to the load on many hosts: the rarer its turn, the fewer of its
   * connections to cells would still be kept, and the less it would be 1,000 requests a second.
   */
  private static final Duration MANY_TURN = Duration.ofMillis(1_500);

  private static final int WARM_UP_TURNS = 20;
  private static final int TURNS = 40;
  private static final double ADDED_P50 = 1;
  private static final double ADDED_P99 = 5;
  private static final double MANY_OVER_FEW = 1.2;
  private static final double LEAST_MILLIS = 0.01;
  private static final double SEEN_P99 = 50;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  @Override
  public List<Row> run(Wishes wishes) throws Exception {
    // One thread each, so that no load shares its thread with the cells and another does not.
    EventLoopGroup clients = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    EventLoopGroup servers = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    Path folder = Path.of("bench/target/router").toAbsolutePath();
    try (EmbeddedPostgres postgres = DurablePostgres.start()) {
      RouterStand.Site site = new RouterStand.Site(postgres, folder, new InstantCells(servers));
      try (RouterStand few = RouterStand.up(site, "few", FEW);
          RouterStand many = RouterStand.up(site, "many", MANY)) {
        List<Row> rows = new ArrayList<>(latencies(clients, site.cells().port(), few, many));
        rows.addAll(arrivals(many));
        tellMemory(few, many);
        return rows;
      }
    } finally {
      clients.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
      servers.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }
  }

  /** The loads take turns, so that whatever else the machine does hits all of them alike. */
  private static List<Row> latencies(
      EventLoopGroup clients, int cellPort, RouterStand few, RouterStand many)
      throws IOException, InterruptedException {
    InetSocketAddress cell = new InetSocketAddress(InetAddress.getLoopbackAddress(), cellPort);
    ByteBuf plain =
        ascii("GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nUser-Agent: bench\r\n\r\n");
    OpenLoop direct = new OpenLoop(clients, cell, LINES, () -> plain);
    OpenLoop throughFew = new OpenLoop(clients, few.router().address(), LINES, anyOf(few));
    OpenLoop throughMany = new OpenLoop(clients, many.router().address(), LINES, anyOf(many));
    for (int turn = 0; turn < WARM_UP_TURNS + TURNS; turn++) {
      boolean record = turn >= WARM_UP_TURNS;
      direct.run(PER_SECOND, TURN, record);
      throughFew.run(PER_SECOND, TURN, record);
      throughMany.run(PER_SECOND, MANY_TURN, record);
    }
    System.err.println(Spread.line("straight to the cell, 1,000/s", direct.nanos()));
    System.err.println(Spread.line("through the router, 10 hosts", throughFew.nanos()));
    System.err.println(Spread.line("through the router, 10,000 hosts", throughMany.nanos()));
    return rows(direct, throughFew, throughMany);
  }

  private static Supplier<ByteBuf> anyOf(RouterStand stand) {
    List<ByteBuf> requests =
        stand.agents().stream().map(agent -> ascii(stand.router().request(agent))).toList();
    SplittableRandom random = new SplittableRandom(7);
    return () -> requests.get(random.nextInt(requests.size()));
  }

  private static ByteBuf ascii(String request) {
    return Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII);
  }

  private static List<Row> rows(OpenLoop direct, OpenLoop few, OpenLoop many) {
    double fewP50 = added(few, direct, 50);
    double fewP99 = added(few, direct, 99);
    double manyP50 = added(many, direct, 50);
    double manyP99 = added(many, direct, 99);
    String added = "router: added at 1,000/s, ";
    return List.of(
        Row.atMost(added + "10 hosts: p50", "ms", ADDED_P50, fewP50),
        Row.atMost(added + "10 hosts: p99", "ms", ADDED_P99, fewP99),
        Row.atMost(added + "10,000 hosts: p50", "ms", ADDED_P50, manyP50),
        Row.atMost(added + "10,000 hosts: p99", "ms", ADDED_P99, manyP99),
        Row.atMost(added + "10,000 over 10 hosts: p50", "x", MANY_OVER_FEW, over(manyP50, fewP50)),
        Row.atMost(added + "10,000 over 10 hosts: p99", "x", MANY_OVER_FEW, over(manyP99, fewP99)),
        Row.atMost("router: failures", "", 0, (double) (few.failures() + many.failures())));
  }

  /** Never by less than can be told from noise: a quotient of noise must not look like a pass. */
  private static double over(double many, double few) {
    return Math.max(many, LEAST_MILLIS) / Math.max(few, LEAST_MILLIS);
  }

  private static double added(OpenLoop through, OpenLoop direct, double percentile) {
    return Spread.millisAt(through.nanos(), percentile)
        - Spread.millisAt(direct.nanos(), percentile);
  }

  private static List<Row> arrivals(RouterStand stand) throws IOException {
    Arrivals arrivals = new Arrivals(stand);
    Histogram told = arrivals.told();
    Histogram claimed = arrivals.claimed();
    System.err.println(Spread.line("new route, told, until its first 200", told));
    System.err.println(Spread.line("claim, not told, until its first 200", claimed));
    return List.of(
        Row.atMost("router: new route seen: p99", "ms", SEEN_P99, Spread.millisAt(told, 99)),
        Row.atMost("router: claim seen: p99", "ms", SEEN_P99, Spread.millisAt(claimed, 99)));
  }

  private static void tellMemory(RouterStand few, RouterStand many) throws IOException {
    System.err.printf(
        "resident: %.0f MB with 10 hosts, %.0f MB with 10,000%n",
        Stand.residentBytes(few.router().pid()) / BYTES_PER_MEGABYTE,
        Stand.residentBytes(many.router().pid()) / BYTES_PER_MEGABYTE);
  }
}
