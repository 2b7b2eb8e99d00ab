package dev.clawstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a customer's code can reach from inside its cell, and what its container may do. */
@Timeout(600)
class CellIsolationTest {

  /** The agent image has python's core only. A second connect tells what became of the first. */
  private static final String TRY_ALL_AT_ONCE =
      """
      import _socket, errno, sys, time
      tries = []
      for target in sys.argv[1:]:
          host, port = target.split(':')
          tries.append((target, (host, int(port)), _socket.socket()))
      for _, address, socket in tries:
          socket.setblocking(False)
          socket.connect_ex(address)
      time.sleep(2)
      for target, address, socket in tries:
          if socket.connect_ex(address) in (0, errno.EISCONN):
              print(target)
      """;

  private static final Installation INSTALLATION = Installation.up();
  private static final Agent AGENT = Agent.signUp(INSTALLATION);
  private static final Agent NEIGHBOUR = Agent.signUp(INSTALLATION);
  private static String node = "";

  @BeforeAll
  static void findTheNode() {
    node =
        new World(INSTALLATION)
            .nodeContainers().stream()
                .filter(
                    n -> inNode(n, "docker", "ps", "--format", "{{.Names}}").contains(AGENT.slug()))
                .findFirst()
                .orElseThrow();
  }

  @Test
  void theGatewaysAddressIsOpen() {
    JsonNode network = INSTALLATION.status().path("cellGateway");
    assertThat(network.asText())
        .as("status --json names the gateway's cell-facing address")
        .contains(":");

    assertThat(reached(network.asText())).containsExactly(network.asText());
  }

  @Test
  void metadataIsOutOfReach() {
    assertThat(reached("169.254.169.254:80")).isEmpty();
  }

  @Test
  void theNodeAndItsDockerApiAreOutOfReach() {
    assertThat(reached(nodeAddress() + ":2376", bridgeGateway() + ":2376")).isEmpty();
  }

  @Test
  void anotherCellIsOutOfReach() {
    String neighbour =
        inNode(
                node,
                "docker",
                "inspect",
                "-f",
                "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                "cell-" + NEIGHBOUR.slug())
            .trim();
    String port =
        inNode(
                node,
                "docker",
                "inspect",
                "-f",
                "{{range .HostConfig.PortBindings}}{{(index . 0).HostPort}}{{end}}",
                "cell-" + NEIGHBOUR.slug())
            .trim();

    String itsOwn = neighbour + ":8080";
    String published = nodeAddress() + ":" + port;
    assertThat(reached(itsOwn, published)).isEmpty();
  }

  @Test
  void theControlPlaneIsOutOfReach() {
    String host = INSTALLATION.status().path("cellGateway").asText().split(":", -1)[0];

    assertThat(
            reached(
                host + ":" + INSTALLATION.url("api").getPort(),
                host + ":" + INSTALLATION.url("hetzner").getPort(),
                host + ":" + INSTALLATION.url("console").getPort(),
                host + ":22"))
        .isEmpty();
  }

  @Test
  void theContainerIsHardened() {
    JsonNode container = inspect();
    JsonNode host = container.path("HostConfig");

    assertThat(host.path("ReadonlyRootfs").asBoolean()).isTrue();
    assertThat(host.path("Privileged").asBoolean()).isFalse();
    assertThat(host.path("CapDrop").toString()).contains("ALL");
    assertThat(host.path("SecurityOpt").toString()).contains("no-new-privileges");
    assertThat(host.path("RestartPolicy").path("Name").asText()).isIn("", "no");
    assertThat(host.path("Memory").asLong()).isPositive();
    assertThat(host.path("PidsLimit").asLong()).isPositive();
    assertThat(host.path("NanoCpus").asLong() + host.path("CpuQuota").asLong()).isPositive();
    assertThat(host.path("PidMode").asText()).isEmpty();
    assertThat(host.path("NetworkMode").asText()).isNotEqualTo("host");
    assertThat(container.path("Config").path("User").asText()).startsWith("1000");
    assertThat(container.path("Config").path("Hostname").asText()).isEqualTo(AGENT.slug());
  }

  @Test
  void noKeyIsInTheEnvironmentOrTheInspection() {
    String inspection = inspect().toString();

    assertThat(inspection).doesNotContain("csk_").doesNotContain("csa_");
    assertThat(inNode(node, "docker", "exec", "cell-" + AGENT.slug(), "cat", "/proc/1/environ"))
        .doesNotContain("csk_");
  }

  private static JsonNode inspect() {
    try {
      return Installation.JSON
          .readTree(inNode(node, "docker", "inspect", "cell-" + AGENT.slug()))
          .path(0);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError("docker inspect printed no JSON", e);
    }
  }

  private static String nodeAddress() {
    return Shell.docker(
            "inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}", node)
        .trim()
        .split(" ", -1)[0];
  }

  private static String bridgeGateway() {
    return inNode(
            node,
            "docker",
            "inspect",
            "-f",
            "{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}",
            "cell-" + AGENT.slug())
        .trim();
  }

  /** Those of the addresses that a TCP connection from inside the cell reaches within 2 s. */
  private static List<String> reached(String... targets) {
    List<String> command =
        new ArrayList<>(List.of("docker", "exec", node, "docker", "exec", "cell-" + AGENT.slug()));
    command.addAll(List.of("/usr/bin/python3.11", "-I", "-S", "-c", TRY_ALL_AT_ONCE));
    command.addAll(List.of(targets));
    return Shell.run(Duration.ofSeconds(30), Map.of(), command)
        .orFail("python in the cell")
        .output()
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  private static String inNode(String node, String... command) {
    List<String> all = new ArrayList<>(List.of("exec", node));
    all.addAll(List.of(command));
    return Shell.docker(all.toArray(String[]::new));
  }
}
