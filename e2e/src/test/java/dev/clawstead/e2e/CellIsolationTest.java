package dev.clawstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a customer's code can reach from inside its cell, and what its container may do. */
@Timeout(600)
class CellIsolationTest {

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

    assertThat(connects(network.asText())).isTrue();
  }

  @Test
  void metadataIsOutOfReach() {
    assertThat(connects("169.254.169.254:80")).isFalse();
  }

  @Test
  void theNodeAndItsDockerApiAreOutOfReach() {
    String address = nodeAddress();

    assertThat(connects(address + ":2376")).isFalse();
    assertThat(connects(bridgeGateway() + ":2376")).isFalse();
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

    assertThat(connects(neighbour + ":8080")).as("its own address").isFalse();
    assertThat(connects(nodeAddress() + ":" + port)).as("its published port").isFalse();
  }

  @Test
  void theControlPlaneIsOutOfReach() {
    String host = INSTALLATION.status().path("cellGateway").asText().split(":", -1)[0];

    for (String part : List.of("api", "hetzner", "console")) {
      assertThat(connects(host + ":" + INSTALLATION.url(part).getPort())).as(part).isFalse();
    }
    assertThat(connects(host + ":22")).isFalse();
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

  /** Tries a TCP connection from inside the cell, with the agent image's own python. */
  private static boolean connects(String target) {
    String[] parts = target.split(":", -1);
    String code =
        "import _socket;s=_socket.socket();s.settimeout(2);r=s.connect_ex(('"
            + parts[0]
            + "',"
            + parts[1]
            + "));print('connected' if r==0 else 'refused')";
    String answer =
        Shell.run(
                Duration.ofSeconds(30),
                Map.of(),
                List.of(
                    "docker",
                    "exec",
                    node,
                    "docker",
                    "exec",
                    "cell-" + AGENT.slug(),
                    "/usr/bin/python3.11",
                    "-I",
                    "-S",
                    "-c",
                    code))
            .orFail("python in the cell")
            .output();
    return answer.contains("connected");
  }

  private static String inNode(String node, String... command) {
    List<String> all = new java.util.ArrayList<>(List.of("exec", node));
    all.addAll(List.of(command));
    return Shell.docker(all.toArray(String[]::new));
  }
}
