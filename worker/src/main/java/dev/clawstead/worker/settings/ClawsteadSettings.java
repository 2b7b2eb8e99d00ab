package dev.clawstead.worker.settings;

import dev.clawstead.activities.cloudflare.CloudflareSettings;
import dev.clawstead.activities.docker.DockerSettings;
import dev.clawstead.activities.docker.DockerSettings.ImageSource;
import dev.clawstead.activities.hetzner.HetznerSettings;
import dev.clawstead.activities.hetzner.HetznerSettings.NodeAccess;
import dev.clawstead.activities.mail.MailSettings;
import dev.clawstead.activities.records.FleetSettings;
import dev.clawstead.activities.records.FleetSettings.RegionSettings;
import dev.clawstead.db.Database;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * @param consoleUrl where mails' links lead
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
    Servers hetzner,
    Zone cloudflare,
    String agentImage,
    Map<String, Image> images,
    Map<String, Region> regions,
    @DefaultValue Map<String, Map<String, Pool>> pools,
    NodeSettings node,
    WorkerSettings worker,
    @DefaultValue("http://127.0.0.1:7400") String consoleUrl,
    @DefaultValue Sender mail) {

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
  public record Agents(String url) {

    private static final Pattern DOMAIN = Pattern.compile("^https?://\\{slug}\\.([^:/]+)");

    public Agents {
      if (!DOMAIN.matcher(url).find()) {
        throw new IllegalArgumentException(
            "clawstead.agents.url must look like https://{slug}.agents.example.com, but is " + url);
      }
    }

    /** What follows the slug. */
    String domain() {
      Matcher domain = DOMAIN.matcher(url);
      return domain.find() ? domain.group(1) : "";
    }
  }

  /**
   * Hetzner Cloud.
   *
   * @param network the private network that nodes join; without one they are reached publicly
   * @param landsWithin how long a create whose answer was lost may still take effect
   */
  public record Servers(
      String url, String token, @Nullable Long network, @DefaultValue("10m") Duration landsWithin) {

    @Override
    public String toString() {
      return url;
    }
  }

  /**
   * Cloudflare.
   *
   * @param zone the zone's name or id
   * @param gatewayIp where agents' names lead; without it, the address by which cells reach the
   *     gateway
   */
  public record Zone(String url, String token, String zone, @Nullable String gatewayIp) {

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
      String enrolUrl,
      String gatewayAddress,
      List<String> gatewaySources,
      List<String> controlSources) {}

  /** {@code listen} is where supervisors ask for health. */
  public record WorkerSettings(String listen) {}

  /** {@code from} is whom mails come from. */
  public record Sender(@DefaultValue("Clawstead <no-reply@clawstead.localhost>") String from) {}

  /** How mails present themselves. */
  public MailSettings mails() {
    return new MailSettings(mail.from(), URI.create(consoleUrl));
  }

  /** What cells are made from and told. */
  public DockerSettings docker() {
    Map<String, ImageSource> sources = new HashMap<>();
    images.forEach((word, i) -> sources.put(word, new ImageSource(i.reference(), i.archive())));
    return new DockerSettings(installation, agents.url(), node.gatewayAddress(), sources);
  }

  /** Where servers are ordered, and what they are told. */
  public HetznerSettings servers() {
    return new HetznerSettings(
        installation,
        without(hetzner.url(), "/v1"),
        hetzner.token(),
        hetzner.network(),
        hetzner.landsWithin(),
        new NodeAccess(
            node.enrolUrl(), node.gatewayAddress(), node.gatewaySources(), node.controlSources()));
  }

  /** Where agents' names are kept, and where they lead. */
  public CloudflareSettings names() {
    String gateway = node.gatewayAddress();
    String ip = cloudflare.gatewayIp();
    return new CloudflareSettings(
        without(cloudflare.url(), "/client/v4"),
        cloudflare.token(),
        cloudflare.zone(),
        agents.domain(),
        ip == null ? gateway.substring(0, gateway.lastIndexOf(':')) : ip);
  }

  /** People write the version into an API's address; the calls bring their own. */
  private static String without(String url, String version) {
    String bare = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    return bare.endsWith(version) ? bare.substring(0, bare.length() - version.length()) : bare;
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
