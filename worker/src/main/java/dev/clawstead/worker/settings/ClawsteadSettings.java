package dev.clawstead.worker.settings;

import dev.clawstead.activities.docker.DockerSettings;
import dev.clawstead.activities.docker.DockerSettings.ImageSource;
import dev.clawstead.activities.records.FleetSettings;
import dev.clawstead.activities.records.FleetSettings.RegionSettings;
import dev.clawstead.db.Database;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything under {@code clawstead.} that the worker reads. The api and the gateway read the same
 * names.
 *
 * @param installation the installation's short id, on the labels of everything it makes
 * @param platformSecretFile the file with the base64 of at least 32 random bytes
 * @param caDirectory where {@code ca.crt} and {@code ca.key} are, made once
 * @param agentImage the word of the image that new nodes and pools hold
 */
@ConfigurationProperties("clawstead")
public record ClawsteadSettings(
    String installation,
    DatabaseSettings database,
    TemporalSettings temporal,
    Path platformSecretFile,
    Path caDirectory,
    Agents agents,
    Provider hetzner,
    Zone cloudflare,
    String agentImage,
    Map<String, Image> images,
    Map<String, Region> regions,
    @DefaultValue Map<String, Map<String, Pool>> pools,
    NodeSettings node,
    WorkerSettings worker) {

  public ClawsteadSettings {
    if (!installation.matches("[a-z0-9]{4,12}")) {
      throw new IllegalArgumentException(
          "clawstead.installation must be 4 to 12 of a-z and 0-9, but is " + installation);
    }
    if (!images.containsKey(agentImage)) {
      throw new IllegalArgumentException(
          "clawstead.agent-image is "
              + agentImage
              + ", but there is no clawstead.images."
              + agentImage
              + ".reference");
    }
  }

  public record DatabaseSettings(String url, String user, String password) {

    public Database.Address address() {
      return new Database.Address(url, user, password);
    }

    @Override
    public String toString() {
      return address().toString();
    }
  }

  public record TemporalSettings(String target, @DefaultValue("default") String namespace) {}

  /** {@code url} is a template with {@code {slug}} in the slug's place. */
  public record Agents(String url) {}

  public record Provider(URI url, String token) {

    @Override
    public String toString() {
      return url.toString();
    }
  }

  public record Zone(URI url, String token, String zone) {

    @Override
    public String toString() {
      return zone + " at " + url;
    }
  }

  public record Image(String reference, @Nullable Path archive) {}

  public record Region(String location, List<String> serverTypes, String image, int nodes) {}

  public record Pool(int target) {}

  /** What nodes are told: where to enrol, what cells may reach, and who may reach them. */
  public record NodeSettings(
      URI enrolUrl,
      String gatewayAddress,
      List<String> gatewaySources,
      List<String> controlSources) {}

  /** {@code listen} is where supervisors ask for health. */
  public record WorkerSettings(String listen) {}

  /** What cells are made from and told. */
  public DockerSettings docker() {
    Map<String, ImageSource> sources = new HashMap<>();
    images.forEach((word, i) -> sources.put(word, new ImageSource(i.reference(), i.archive())));
    return new DockerSettings(installation, agents.url(), node.gatewayAddress(), sources);
  }

  /** What the fleet should look like. */
  public FleetSettings fleet() {
    Map<String, RegionSettings> all = new HashMap<>();
    regions.forEach(
        (name, region) ->
            all.put(
                name,
                new RegionSettings(
                    region.location(),
                    region.serverTypes(),
                    region.image(),
                    region.nodes(),
                    targets(name))));
    return new FleetSettings(agentImage, all);
  }

  private Map<String, Integer> targets(String region) {
    Map<String, Integer> targets = new HashMap<>();
    pools.getOrDefault(region, Map.of()).forEach((size, pool) -> targets.put(size, pool.target()));
    return targets;
  }
}
