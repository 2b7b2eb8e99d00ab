package dev.clawstead.bench;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How much memory the gateway needs: working, with many open streams, under large uploads. */
final class GatewayMemory {

  private static final Duration STEADY = Duration.ofMinutes(10);
  private static final Duration STEADY_SHORT = Duration.ofMinutes(1);
  private static final double STEADY_MB = 250;
  private static final int STREAMS = 5_000;
  private static final double STREAM_KB = 60;
  private static final Duration STREAMS_WITHIN = Duration.ofMinutes(3);
  private static final int UPLOADS = 200;
  private static final int UPLOAD_BYTES = 20 << 20;
  private static final Duration UPLOADS_WITHIN = Duration.ofMinutes(10);

  /** Its heap, its room for bodies and what a JVM needs beside them. */
  private static final double UPLOADS_MB = 700;

  private static final double BYTES_PER_MEGABYTE = 1e6;
  private static final double BYTES_PER_KILOBYTE = 1e3;

  private final GatewayLoads loads;
  private final GatewayStand stand;

  GatewayMemory(GatewayLoads loads, GatewayStand stand) {
    this.loads = loads;
    this.stand = stand;
  }

  List<Row> steady(boolean quick) throws IOException, InterruptedException {
    Duration time = quick ? STEADY_SHORT : STEADY;
    List<ByteBuf> requests = GatewayLoads.through(stand, GatewayLoads.STREAM, GatewayLoads.CLIENTS);
    ClosedLoop load = loads.closed(stand.gateway().models(), requests);
    load.run(time, false);
    double megabytes = resident() / BYTES_PER_MEGABYTE;
    load.close();
    return List.of(
        Row.atMost(
            "gateway: resident after " + time.toMinutes() + " min at 16 clients",
            "MB",
            STEADY_MB,
            megabytes),
        Row.atMost("gateway: failures meanwhile", "", 0, (double) load.failures()));
  }

  /** Streams that have begun and do not end. */
  List<Row> openStreams() throws IOException, InterruptedException {
    long before = resident();
    List<ByteBuf> requests = requests(STREAMS);
    ClosedLoop load = loads.closed(stand.gateway().models(), requests);
    long begun = load.begin(STREAMS_WITHIN);
    double kilobytes = (resident() - before) / BYTES_PER_KILOBYTE / STREAMS;
    load.close();
    return List.of(
        Row.atLeast("gateway: open streams at once", "", STREAMS, (double) begun),
        Row.atMost("gateway: memory of an open stream", "kB", STREAM_KB, kilobytes));
  }

  /** A body for each agent, shared by its streams: the bench's own memory is not what counts. */
  private List<ByteBuf> requests(int count) throws IOException {
    List<ByteBuf> some = GatewayLoads.through(stand, GatewayLoads.HOLD, GatewayLoads.CLIENTS);
    List<ByteBuf> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(some.get(i % some.size()));
    }
    return all;
  }

  List<Row> uploads() throws IOException, InterruptedException {
    ByteBuf upload =
        ChatBody.post(
            GatewayStand.CHAT, stand.key(0), ChatBody.picture(GatewayLoads.WHOLE, UPLOAD_BYTES));
    List<ByteBuf> requests = Collections.nCopies(UPLOADS, upload);
    ClosedLoop load = loads.closed(stand.gateway().models(), requests);
    long good = load.once(UPLOADS_WITHIN);
    load.close();
    System.err.println(Spread.line("an upload of 20 MB, 200 at once", load.nanos()));
    return List.of(
        Row.atMost(
            "gateway: of 200 uploads of 20 MB at once failed", "", 0, UPLOADS - (double) good),
        Row.atMost(
            "gateway: most that was resident", "MB", UPLOADS_MB, peak() / BYTES_PER_MEGABYTE));
  }

  private long resident() throws IOException {
    return Stand.residentBytes(stand.gateway().pid());
  }

  private long peak() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/" + stand.gateway().pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElseThrow(() -> new IOException("the gateway tells no resident size"));
    }
  }
}
