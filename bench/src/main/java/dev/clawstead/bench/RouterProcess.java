package dev.clawstead.bench;

import dev.clawstead.db.Database;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A gateway as operators run it, over a database of its own. */
final class RouterProcess implements AutoCloseable {

  /** As {@code ./clawstead up} runs it. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xss512k",
          "-XX:MetaspaceSize=96m",
          "-Xms64m",
          "-Xmn32m",
          "-XX:TrimNativeHeapInterval=30000",
          "-Xmx192m",
          "--sun-misc-unsafe-memory-access=allow");

  private static final long START_SECONDS = 120;

  private final Setup setup;
  private final InetSocketAddress address;
  private final InetSocketAddress models;
  private volatile Process process;

  RouterProcess(Setup setup) throws IOException {
    this.setup = setup;
    address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
    models = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
    Files.deleteIfExists(setup.folder.resolve("routes"));
    process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
  }

  /**
   * What a gateway runs on.
   *
   * @param folder where its table, its journal and its log lie
   * @param program what the JVM is told to run
   */
  record Setup(Database.Address database, Path secret, Path folder, List<String> program) {

    /** The built program, which is what operators run. */
    static final List<String> BUILT = List.of("-jar", "gateway/target/clawstead-gateway.jar");
  }

  private Process launch() throws IOException {
    Database.Address database = setup.database;
    int port = address.getPort();
    Path folder = setup.folder;
    ProcessBuilder builder = new ProcessBuilder(command());
    builder
        .environment()
        .putAll(
            Map.ofEntries(
                Map.entry("CLAWSTEAD_INSTALLATION", "bench"),
                Map.entry("CLAWSTEAD_DATABASE_URL", database.url()),
                Map.entry("CLAWSTEAD_DATABASE_USER", database.user()),
                Map.entry("CLAWSTEAD_DATABASE_PASSWORD", database.password()),
                Map.entry("CLAWSTEAD_PLATFORM_SECRET_FILE", setup.secret.toString()),
                Map.entry("CLAWSTEAD_GATEWAY_LISTEN", "127.0.0.1:" + port),
                Map.entry("CLAWSTEAD_GATEWAY_CELL_LISTEN", "127.0.0.1:0"),
                Map.entry("CLAWSTEAD_GATEWAY_MODEL_LISTEN", "127.0.0.1:" + models.getPort()),
                Map.entry("CLAWSTEAD_AGENTS_URL", "http://{slug}.agents.localhost:" + port),
                Map.entry("CLAWSTEAD_CONSOLE_URL", "http://localhost/"),
                Map.entry("CLAWSTEAD_GATEWAY_TABLE", folder.resolve("routes").toString()),
                Map.entry("CLAWSTEAD_GATEWAY_JOURNAL", folder.resolve("journal").toString())));
    File log = folder.resolve("gateway.log").toFile();
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(setup.program);
    return command;
  }

  InetSocketAddress address() {
    return address;
  }

  /** Where models are called. */
  InetSocketAddress models() {
    return models;
  }

  /** Kills it as a power cut would, and waits until it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts it again after a kill, on the same addresses and files. */
  void again() throws IOException {
    process = launch();
  }

  long pid() {
    return process.pid();
  }

  String request(AgentFleet.Agent agent) {
    return "GET / HTTP/1.1\r\nHost: "
        + agent.slug()
        + ".agents.localhost:"
        + address.getPort()
        + "\r\nAuthorization: Bearer "
        + agent.token()
        + "\r\nAccept: */*\r\nUser-Agent: bench\r\n\r\n";
  }

  /** Waits until the gateway's table holds this many routes. */
  void awaitRoutes(int count) throws IOException {
    String ready = "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < end) {
      if (ask(ready).contains("\"routes\":" + count + ",")) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new IOException("the gateway does not know " + count + " routes");
  }

  /** The status of one request on a connection of its own. */
  int status(AgentFleet.Agent agent) throws IOException {
    String answer = ask(request(agent).replace("Accept: */*", "Connection: close"));
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }

  private String ask(String request) {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.connect(address);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // Not up yet; whoever waits asks again.
      return "";
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(e -> process).join();
    process.destroyForcibly();
  }
}
