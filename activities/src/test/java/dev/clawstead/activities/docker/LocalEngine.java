package dev.clawstead.activities.docker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** This machine's engine, seen as a node's, behind a proxy that can lose answers. */
final class LocalEngine implements AutoCloseable {

  private static final Path SOCKET = Path.of("/var/run/docker.sock");
  private static final Path BUILD = Path.of("../images/build");

  final CuttingProxy proxy;
  final NodeEngines engines;
  private final NodeEngine direct;

  LocalEngine() throws IOException {
    proxy = new CuttingProxy(SOCKET);
    URI uri = proxy.uri();
    EngineDoor door =
        new EngineDoor() {
          @Override
          public URI at(String address) {
            return uri;
          }

          @Override
          public @Nullable SSLContext tls() {
            return null;
          }
        };
    engines = new NodeEngines(door, Clock.systemUTC());
    direct = NodeEngine.open(door, "127.0.0.1", Instant.EPOCH);
  }

  /** The agent-lite image of this checkout, or a skip that says why. */
  static String agentLite() throws Exception {
    assumeTrue(Files.exists(SOCKET), "no Docker engine on " + SOCKET);
    // Costs nothing when it is there, and waits for whoever makes it at the moment.
    build("agent-lite");
    String reference = build("--reference", "agent-lite");
    assumeTrue(isThere(reference), "no agent image on this engine: run images/build agent-lite");
    return reference;
  }

  private static String build(String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of(BUILD.toString()));
    command.addAll(List.of(arguments));
    Process build =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static boolean isThere(String reference) throws Exception {
    try (var engine = new LocalEngine()) {
      return EngineCalls.find(() -> engine.docker().inspectImageCmd(reference).exec()).isPresent();
    }
  }

  DockerClient docker() {
    return direct.calls();
  }

  List<String> namesOfObjects(String installation) {
    Map<String, String> ours = Map.of(CellLabels.INSTALLATION, installation);
    var names = new java.util.ArrayList<String>();
    docker()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(ours)
        .exec()
        .forEach(c -> names.add("container"));
    docker()
        .listNetworksCmd()
        .withFilter("label", filters(installation))
        .exec()
        .forEach(n -> names.add("network"));
    var volumes =
        docker().listVolumesCmd().withFilter("label", filters(installation)).exec().getVolumes();
    if (volumes != null) {
      volumes.forEach(v -> names.add("volume"));
    }
    return names.stream().sorted().toList();
  }

  /** Removes what a failed test left behind. */
  void sweep(String installation) {
    Map<String, String> ours = Map.of(CellLabels.INSTALLATION, installation);
    docker()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(ours)
        .exec()
        .forEach(c -> docker().removeContainerCmd(c.getId()).withForce(true).exec());
    docker()
        .listNetworksCmd()
        .withFilter("label", filters(installation))
        .exec()
        .forEach(n -> docker().removeNetworkCmd(n.getId()).exec());
    var volumes =
        docker().listVolumesCmd().withFilter("label", filters(installation)).exec().getVolumes();
    if (volumes != null) {
      volumes.forEach(v -> docker().removeVolumeCmd(v.getName()).exec());
    }
  }

  private static List<String> filters(String installation) {
    return List.of(CellLabels.INSTALLATION + "=" + installation);
  }

  @Override
  public void close() throws IOException {
    direct.close();
    engines.close();
    proxy.close();
  }
}
