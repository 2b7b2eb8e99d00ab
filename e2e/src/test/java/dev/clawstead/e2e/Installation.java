package dev.clawstead.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole installation, brought up by the launcher as a user would, apart from any other on this
 * machine. One with small agents serves all tests of the JVM; it is removed when the JVM ends.
 */
final class Installation implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final int PORT_BASE = Integer.getInteger("clawstead.e2e.port-base", 17400);
  private static @Nullable Installation one;

  private final Path state;
  private final List<String> options;
  private @Nullable JsonNode urls;

  private Installation(String name, String... options) {
    this.state = Shell.ROOT.resolve("e2e/target").resolve(name);
    this.options = List.of(options);
  }

  /** Returns the installation, up and ready. */
  static synchronized Installation up() {
    if (one == null) {
      Installation made =
          new Installation("installation", "--port-base", String.valueOf(PORT_BASE));
      made.reset();
      Runtime.getRuntime().addShutdownHook(new Thread(made::reset));
      made.start();
      one = made;
    }
    return one;
  }

  /** Brings one up whose agents are the real OpenClaw; the caller removes it by closing it. */
  static Installation openClaw() {
    String ports = String.valueOf(PORT_BASE + 20);
    Installation made =
        new Installation("openclaw", "--port-base", ports, "--agent", "openclaw", "--pool", "1");
    made.reset();
    made.start();
    return made;
  }

  /** Removes it with everything it made. */
  @Override
  public void close() {
    reset();
  }

  /** Runs {@code ./clawstead up} and waits until it says ready. */
  void start() {
    run(Duration.ofMinutes(20), "up", options.toArray(String[]::new));
  }

  /** Runs {@code ./clawstead down}. */
  void stop() {
    run(Duration.ofMinutes(3), "down");
  }

  private void reset() {
    run(Duration.ofMinutes(3), "reset", "--yes");
  }

  private String run(Duration limit, String verb, String... more) {
    List<String> command =
        new ArrayList<>(List.of("./clawstead", verb, "--state", state.toString()));
    command.addAll(List.of(more));
    return Shell.run(limit, Map.of(), command).orFail(command).output();
  }

  /** The folder that holds everything it keeps. */
  Path state() {
    return state;
  }

  /** What {@code ./clawstead status --json} says. */
  JsonNode status() {
    try {
      return JSON.readTree(run(Duration.ofMinutes(1), "status", "--json"));
    } catch (IOException e) {
      throw new UncheckedIOException("status --json printed no JSON", e);
    }
  }

  /**
   * One of the addresses, which stay: console, api, gateway, temporalUi, hetzner, cloudflare,
   * providers, models.
   */
  synchronized URI url(String name) {
    if (urls == null) {
      urls = status().path("urls");
    }
    return URI.create(urls.path(name).asText());
  }

  /** The process id of a part: api, worker, gateway, temporal, postgres. */
  long pid(String part) {
    return status().path("pids").path(part).asLong();
  }

  /** Ends a part as a power cut would, and returns its process id. */
  long kill(String part) {
    long pid = pid(part);
    signal("KILL", pid);
    return pid;
  }

  /** Sends a signal to one process. */
  static void signal(String signal, long pid) {
    Shell.run(Duration.ofSeconds(10), Map.of(), List.of("kill", "-" + signal, String.valueOf(pid)));
  }

  /** A client of the public API. */
  Api api() {
    return new Api(url("api"));
  }

  /** A client signed in as the operator. */
  Api operator() {
    JsonNode login = status().path("operator");
    return api().signIn(login.path("email").asText(), login.path("password").asText());
  }
}
