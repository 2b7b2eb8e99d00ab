package dev.clawstead.simulators.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.clawstead.simulators.address.Cidr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real engine with the real node image. */
@Tag("docker")
@Timeout(180)
class DockerMachinesTest {

  private static final long ID = 7;
  private static final Attachment PRIVATE =
      new Attachment(3, Cidr.of("10.233.0.0/24"), "10.233.0.9");

  private final String installation =
      String.format(Locale.ROOT, "sim%05d", ThreadLocalRandom.current().nextInt(100_000));
  private DockerMachines machines;

  @BeforeEach
  void open() throws IOException {
    machines = DockerMachines.open(installation, nodeImage(), null);
  }

  @AfterEach
  void leaveNothing() throws IOException {
    if (machines != null) {
      machines.removeAllBut(Set.of(), Set.of());
      run("docker", "network", "rm", machines.network().name());
    }
  }

  @Test
  void isANodeWithItsOwnAddressThatRunsItsUserData() throws IOException {
    String address = machines.network().subnet().address(5);
    String script = "#!/bin/sh\nhostname >/root/who\nid -u >>/root/who\n";
    MachineOrder order =
        new MachineOrder(ID, "node-one", address, List.of(PRIVATE), 1L << 30, script);

    machines.create(order);
    machines.create(order);
    assertThat(machines.power()).containsOnly(java.util.Map.entry(ID, Power.OFF));
    machines.start(order);
    assertThat(machines.power()).containsEntry(ID, Power.ON);
    awaitOutput("node-one\n0", "cat", "/root/who");
    assertThat(inside("ip", "-4", "-o", "addr")).contains(address + "/", "10.233.0.9/");

    machines.powerOff(ID);
    assertThat(machines.power()).containsEntry(ID, Power.OFF);
    inside("true");
    machines.start(order);
    assertThat(inside("ip", "-4", "-o", "addr")).contains(address + "/", "10.233.0.9/");
    assertThat(inside("cat", "/root/who")).as("user_data runs once").isEqualTo("node-one\n0");

    machines.delete(ID);
    assertThat(machines.deleteNetwork(PRIVATE.networkId())).isTrue();
    assertThat(machines.objects()).containsExactly("network/" + machines.network().name());
    machines.delete(ID);
  }

  @Test
  void findsItsNetworkAgainAndSeesCollisions() throws IOException {
    PublicNetwork again = DockerMachines.open(installation, nodeImage(), null).network();

    assertThat(again).isEqualTo(machines.network());
    assertThat(machines.collision(1, again.subnet())).hasValue(again.name());
    assertThat(machines.collision(1, Cidr.of("10.234.0.0/24"))).isEmpty();
  }

  private void awaitOutput(String wanted, String... command) throws IOException {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
    while (!inside(command).equals(wanted) && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    assertThat(inside(command)).isEqualTo(wanted);
  }

  private String inside(String... command) throws IOException {
    List<String> all =
        new java.util.ArrayList<>(List.of("docker", "exec", "cs-sim-" + installation + "-" + ID));
    all.addAll(List.of(command));
    return run(all.toArray(String[]::new));
  }

  /** Named by the environment, or the one that {@code images/build} makes of this checkout. */
  private static String nodeImage() throws IOException {
    String named = System.getenv().getOrDefault("CLAWSTEAD_SIMULATORS_NODE_IMAGE", "");
    Path build = Path.of("../images/build");
    assumeTrue(
        !named.isEmpty() || Files.exists(build),
        "no node image: set CLAWSTEAD_SIMULATORS_NODE_IMAGE");
    if (named.isEmpty()) {
      // Costs nothing when it is there, and waits for whoever makes it at the moment.
      run(build.toString(), "node");
    }
    String image = named.isEmpty() ? run(build.toString(), "--reference", "node") : named;
    assumeTrue(
        !run("docker", "image", "ls", "-q", image).isEmpty(),
        () -> "the node image " + image + " is not built: run images/build node");
    return image;
  }

  private static String run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
