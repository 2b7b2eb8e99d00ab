package dev.clawstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What really exists, asked of the providers and the engines, not of Clawstead. */
final class World {

  private static final Pattern MODEL_KEY = Pattern.compile("\"modelKey\":\"([^\"]+)\"");

  private final Installation installation;

  World(Installation installation) {
    this.installation = installation;
  }

  /** Containers, networks and volumes of cells on all nodes, as "kind name". */
  List<String> dockerObjects() {
    List<String> objects = new ArrayList<>();
    for (String node : nodeContainers()) {
      add(
          objects,
          "container",
          Shell.docker("exec", node, "docker", "ps", "-a", "--format", "{{.Names}}"));
      add(
          objects,
          "network",
          Shell.docker(
              "exec",
              node,
              "docker",
              "network",
              "ls",
              "--filter",
              "label=dev.clawstead.cell",
              "--format",
              "{{.Name}}"));
      add(
          objects,
          "volume",
          Shell.docker("exec", node, "docker", "volume", "ls", "--format", "{{.Name}}"));
    }
    return objects;
  }

  /** What the engines tell of all nodes and cells: their settings, and what cells have printed. */
  String toldByDocker() {
    StringBuilder told = new StringBuilder();
    for (String node : nodeContainers()) {
      told.append(Shell.docker("inspect", node));
      told.append(
          Shell.docker(
              "exec",
              node,
              "sh",
              "-c",
              "for c in $(docker ps -aq); do docker inspect $c; docker logs $c 2>&1; done"));
    }
    return told.toString();
  }

  /** The key with which the small agent at this address calls models, as its own file says. */
  String modelKey(String slug) {
    String file = "cell-" + slug + ":/data/.clawstead/cell.json";
    for (String node : nodeContainers()) {
      List<String> copy = List.of("docker", "exec", node, "docker", "cp", file, "-");
      Matcher key = MODEL_KEY.matcher(Shell.run(Duration.ofMinutes(1), Map.of(), copy).output());
      if (key.find()) {
        return key.group(1);
      }
    }
    throw new AssertionError("no node has a cell of the address " + slug);
  }

  /** The containers on this machine that are this installation's simulated servers. */
  List<String> nodeContainers() {
    String label =
        "label=dev.clawstead.simulator=" + installation.status().path("installation").asText();
    return lines(Shell.docker("ps", "--filter", label, "--format", "{{.Names}}"));
  }

  /** What the provider's own page of truth lists. */
  JsonNode truth(String provider) {
    URI base = installation.url(provider);
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + base.getAuthority() + "/truth")).build();
      return Installation.JSON.readTree(Api.text(request).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until the ledger and the world agree: every present effect exists, everything that exists
   * has a present effect, and nothing is half done.
   */
  void agreesWithTheLedger() {
    Api operator = installation.operator();
    Wait.until(
        Duration.ofMinutes(3),
        () -> {
          List<JsonNode> effects = operator.list("/api/v1/ops/effects");
          assertThat(named(effects, "docker", Set.of("intended", "unresolved", "deleting")))
              .as("effects half done")
              .isEmpty();
          assertThat(dockerObjects())
              .containsExactlyInAnyOrderElementsOf(named(effects, "docker", Set.of("present")));
          assertThat(serverNames()).containsExactlyInAnyOrderElementsOf(names(effects, "server"));
          assertThat(recordCount()).isEqualTo(names(effects, "dns_record").size());
        });
  }

  private List<String> serverNames() {
    List<String> names = new ArrayList<>();
    truth("hetzner").path("servers").forEach(s -> names.add(s.path("name").asText()));
    return names;
  }

  private int recordCount() {
    JsonNode truth = truth("cloudflare");
    JsonNode records = truth.has("records") ? truth.path("records") : truth.path("dns_records");
    return records.size();
  }

  private static List<String> named(List<JsonNode> effects, String provider, Set<String> states) {
    return effects.stream()
        .filter(e -> e.path("provider").asText().equals(provider))
        .filter(e -> states.contains(e.path("state").asText()))
        .map(e -> e.path("kind").asText() + " " + e.path("name").asText())
        .toList();
  }

  private static List<String> names(List<JsonNode> effects, String kind) {
    return effects.stream()
        .filter(
            e -> e.path("kind").asText().equals(kind) && e.path("state").asText().equals("present"))
        .map(e -> e.path("name").asText())
        .collect(Collectors.toList());
  }

  private static void add(List<String> objects, String kind, String output) {
    lines(output).forEach(name -> objects.add(kind + " " + name));
  }

  private static List<String> lines(String output) {
    return Arrays.stream(output.split("\n", -1))
        .map(String::trim)
        .filter(l -> !l.isEmpty())
        .toList();
  }
}
