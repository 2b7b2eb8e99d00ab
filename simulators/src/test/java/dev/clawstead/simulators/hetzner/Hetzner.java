package dev.clawstead.simulators.hetzner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clawstead.simulators.http.Wire;
import dev.clawstead.simulators.http.Wire.Reply;
import dev.clawstead.simulators.machine.MemoryMachines;
import dev.clawstead.simulators.state.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/**
 * A project on a real port with machines in memory; every answer is held against the description.
 */
final class Hetzner implements AutoCloseable {

  static final String SERVER = "{'name': 'one', 'server_type': 'cx23', 'image': 'debian-12'}";
  private static final String TOKEN = "t".repeat(64);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final MemoryMachines machines;
  private final HetznerApi api;
  private final Wire wire;
  private Instant now = Instant.parse("2026-11-01T12:00:00Z");

  Hetzner(Path directory) {
    this(directory, new MemoryMachines(), 3600);
  }

  Hetzner(Path directory, MemoryMachines machines, int requestsPerHour) {
    InstantSource clock = () -> now;
    this.machines = machines;
    this.api =
        new HetznerApi(
            new HetznerSettings(TOKEN, requestsPerHour, 20),
            StateFile.open(directory.resolve("hetzner.json")),
            machines,
            clock);
    api.recover();
    this.wire = new Wire(api, TOKEN);
  }

  void wait(Duration duration) {
    now = now.plus(duration);
  }

  Reply get(String path) throws IOException {
    return send("GET", path, "");
  }

  Reply post(String path, String body) throws IOException {
    return send("POST", path, body);
  }

  Reply delete(String path) throws IOException {
    return send("DELETE", path, "");
  }

  /** The vendor's API under /v1; the answer must be one that the vendor describes. */
  Reply send(String method, String path, String body) throws IOException {
    Reply reply = wire.send(method, "/v1" + path, body);
    Description.check(method, path, reply);
    return reply;
  }

  /** A request of any kind, whose answer nobody describes. */
  Wire wire() {
    return wire;
  }

  /** Waits for the actions in an answer, and says how the last one ended. */
  String outcome(Reply reply) throws IOException {
    String status = "none";
    for (String field : new String[] {"action", "actions", "next_actions"}) {
      JsonNode actions = reply.body().path(field);
      for (JsonNode action : actions.isArray() ? actions : java.util.List.of(actions)) {
        if (action.isObject()) {
          status = outcome(action.path("id").asText());
        }
      }
    }
    return status;
  }

  private String outcome(String action) throws IOException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      String status = get("/actions/" + action).text("/action/status");
      if (!status.equals("running")) {
        return status;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return "running";
  }

  /** A server that is up, by id. */
  String server(String name) throws IOException {
    Reply reply = post("/servers", SERVER.replace("one", name));
    assertThat(outcome(reply)).isEqualTo("success");
    return reply.text("/server/id");
  }

  @Override
  public void close() {
    wire.close();
    api.close();
  }
}
