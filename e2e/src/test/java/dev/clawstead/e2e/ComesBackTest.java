package dev.clawstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After everything was down, every account, agent and file is there again. */
@Timeout(900)
@Order(2) // before others leave agents behind: all of them come back
class ComesBackTest {

  private final Installation installation = Installation.up();

  @Test
  void afterDownAndUp() throws IOException {
    Agent agent = agentWithAFile();

    installation.stop();
    installation.start();

    hasItsFile(agent);
    new World(installation).agreesWithTheLedger();
  }

  @Test
  void afterEverythingWasKilledAtOnce() throws IOException {
    Agent agent = agentWithAFile();

    var pids = installation.status().path("pids");
    Installation.signal("KILL", pids.path("supervisor").asLong());
    pids.forEach(pid -> Installation.signal("KILL", pid.asLong()));
    new World(installation).nodeContainers().forEach(node -> Shell.docker("kill", node));
    installation.start();

    hasItsFile(agent);
    new World(installation).agreesWithTheLedger();
  }

  private Agent agentWithAFile() throws IOException {
    Agent agent = Agent.signUp(installation);
    assertThat(agent.put("/files/diary", "dear diary").statusCode()).isBetween(200, 204);
    return agent;
  }

  private static void hasItsFile(Agent agent) {
    Wait.until(
        Duration.ofMinutes(3),
        () -> {
          assertThat(agent.get("/files/diary").body()).isEqualTo("dear diary");
          // It answers before its workflow has seen that it does.
          assertThat(agent.state()).isEqualTo("running");
        });
  }
}
