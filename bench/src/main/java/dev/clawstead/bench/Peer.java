package dev.clawstead.bench;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Somebody else's gateway before the same provider, in the version named here, from its registry.
 *
 * @param name with its version and what of ours it does too
 * @param installation what installs it, in its folder; run when the folder is not there
 * @param files what it is configured with, by name; the address of the provider is known
 * @param command what starts it on a port
 * @param requests what is sent to it, by the manner in which the provider is to answer
 */
record Peer(
    String name,
    Path folder,
    List<List<String>> installation,
    Map<String, String> files,
    IntFunction<List<String>> command,
    Requests requests) {

  static final Path FOLDER = Path.of(".cache/peers").toAbsolutePath();

  private static final long START_SECONDS = 120;
  private static final double MEGABYTES = 250;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  /** Makes a peer's requests. */
  interface Requests {
    ByteBuf of(String manner) throws IOException;
  }

  /** Installs it where it is not, starts it, measures it, and ends it. */
  List<Row> measure(GatewayLoads loads) throws IOException, InterruptedException {
    install();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    int port = freePort();
    InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Process process = run(command.apply(port), "peer.log");
    try {
      awaitAnswers(loads, at);
      List<Row> rows = new ArrayList<>();
      ByteBuf whole = requests.of(GatewayLoads.WHOLE);
      rows.addAll(new AddedLatency(loads, name, at, List.of(whole)).oneClient());
      Throughput throughput = new Throughput(loads, name, at);
      rows.addAll(throughput.whole(sixteen(whole)));
      rows.addAll(throughput.streams(sixteen(requests.of(GatewayLoads.STREAM))));
      rows.add(Row.atMost(name + ": resident afterwards", "MB", MEGABYTES, resident(process)));
      return rows;
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      process.waitFor();
    }
  }

  private static List<ByteBuf> sixteen(ByteBuf request) {
    return Collections.nCopies(GatewayLoads.CLIENTS, request);
  }

  private void install() throws IOException, InterruptedException {
    Path done = folder.resolve("installed");
    if (Files.exists(done)) {
      return;
    }
    Files.createDirectories(folder);
    for (List<String> step : installation) {
      System.err.println("   " + String.join(" ", step));
      if (run(step, "install.log").waitFor() != 0) {
        throw new IOException(name + " cannot be installed; see " + folder.resolve("install.log"));
      }
    }
    Files.createFile(done);
  }

  private Process run(List<String> words, String log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }

  private void awaitAnswers(GatewayLoads loads, InetSocketAddress at)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!listens(at) || !answers(loads, at)) {
      if (System.nanoTime() > end) {
        throw new IOException(name + " does not answer; see " + folder.resolve("peer.log"));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
    }
  }

  private static boolean listens(InetSocketAddress at) {
    try {
      URI root = URI.create("http://127.0.0.1:" + at.getPort() + "/");
      return ((HttpURLConnection) root.toURL().openConnection()).getResponseCode() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean answers(GatewayLoads loads, InetSocketAddress at)
      throws IOException, InterruptedException {
    ClosedLoop one = loads.closed(at, List.of(requests.of(GatewayLoads.WHOLE)));
    long good = one.once(Duration.ofSeconds(START_SECONDS));
    one.close();
    return good == 1;
  }

  private static double resident(Process process) throws IOException {
    double bytes = Stand.residentBytes(process.pid());
    for (ProcessHandle child : process.descendants().toList()) {
      bytes += Stand.residentBytes(child.pid());
    }
    return bytes / BYTES_PER_MEGABYTE;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
