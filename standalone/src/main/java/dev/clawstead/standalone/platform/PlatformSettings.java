package dev.clawstead.standalone.platform;

import dev.clawstead.standalone.port.Ports;
import dev.clawstead.standalone.state.Installation;
import dev.clawstead.standalone.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The platform's configuration on this machine, under the names that every deployment uses. */
final class PlatformSettings {

  /** The account that the api makes for whoever runs this. */
  static final String OPERATOR = "operator@clawstead.localhost";

  /** The domain below which agents have their addresses; browsers resolve it to loopback. */
  static final String AGENT_DOMAIN = "agents.localhost";

  private static final String REGION = "fsn1";

  private PlatformSettings() {}

  /** Settings that hold before the nodes' network is there. */
  static Map<String, String> basic(Site site) throws IOException {
    Map<String, String> all = new TreeMap<>();
    Ports ports = site.ports();
    StateDirectory state = site.state();
    all.put("clawstead.installation", site.installation().id());
    all.put(
        "clawstead.database.url",
        "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + Postgres.DATABASE);
    all.put("clawstead.database.user", Postgres.USER);
    all.put("clawstead.database.password", Files.readString(state.databasePasswordFile()).trim());
    all.put("clawstead.temporal.target", "127.0.0.1:" + ports.temporal());
    all.put("clawstead.temporal-ui-url", "http://127.0.0.1:" + ports.temporalUi());
    all.put("clawstead.console-url", site.apiUrl());
    all.put("clawstead.mail.from", "Clawstead <no-reply@clawstead.localhost>");
    all.put("spring.mail.host", "127.0.0.1");
    all.put("spring.mail.port", Integer.toString(ports.smtp()));
    all.put("clawstead.platform-secret-file", state.platformSecretFile().toString());
    all.put("clawstead.ca-directory", state.folder("ca").toString());
    all.put("clawstead.agents.url", "http://{slug}." + AGENT_DOMAIN + ":" + ports.gateway());
    all.put("clawstead.hetzner.url", "http://127.0.0.1:" + ports.hetzner() + "/v1/");
    all.put("clawstead.hetzner.token", state.token("hetzner"));
    all.put("clawstead.cloudflare.url", "http://127.0.0.1:" + ports.cloudflare() + "/client/v4/");
    all.put("clawstead.cloudflare.token", state.token("cloudflare"));
    all.put("clawstead.cloudflare.zone", AGENT_DOMAIN);
    all.put("clawstead.operator.email", OPERATOR);
    all.put("clawstead.operator.password", state.operatorPassword());
    return all;
  }

  /** All settings, once it is known under which address nodes see this machine. */
  static Map<String, String> complete(Site site, String platformAddress) throws IOException {
    Map<String, String> all = basic(site);
    Ports ports = site.ports();
    all.put("clawstead.node.enrol-url", "http://" + platformAddress + ":" + ports.enrolment());
    all.put("clawstead.enrolment.listen", platformAddress + ":" + ports.enrolment());
    all.put("clawstead.node.gateway-address", platformAddress + ":" + ports.cells());
    all.put("clawstead.node.gateway-sources[0]", platformAddress + "/32");
    all.put("clawstead.node.control-sources[0]", platformAddress + "/32");
    // Everybody comes from loopback here, a bench too.
    all.put("clawstead.limits.signups-per-address", "1000000");
    all.put("clawstead.limits.sign-ins-per-address", "1000000");
    all.put("clawstead.models-file", ModelSettings.write(site).toString());
    all.put("clawstead.models-url", "http://127.0.0.1:" + site.ports().models() + "/v1");
    fleet(all, site.installation().options());
    String agent = site.installation().options().agent();
    all.put("clawstead.agent-image", agent);
    Site.Image image = site.tools().image(agent);
    all.put("clawstead.images." + agent + ".reference", image.reference());
    all.put("clawstead.images." + agent + ".archive", image.archive());
    return all;
  }

  private static void fleet(Map<String, String> all, Installation.Options options) {
    String region = "clawstead.regions." + REGION;
    all.put(region + ".location", REGION);
    all.put(region + ".server-types[0]", "cx43");
    all.put(region + ".image", "debian-12");
    all.put(region + ".nodes", "1");
    // OpenClaw needs more than a gigabyte for each cell, so no larger ones wait for nobody.
    String larger = options.agent().equals("openclaw") ? "0" : "1";
    String pool = "clawstead.pools." + REGION;
    all.put(pool + ".small.target", Integer.toString(options.pool()));
    all.put(pool + ".medium.target", larger);
    all.put(pool + ".large.target", larger);
  }

  /** The same names as environment variables, for programs without Spring. */
  static Map<String, String> asEnvironment(Map<String, String> settings) {
    Map<String, String> environment = new TreeMap<>();
    settings.forEach(
        (name, value) ->
            environment.put(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_"), value));
    return environment;
  }

  /** The same as a file of properties. */
  static String asProperties(Map<String, String> settings) {
    StringBuilder text = new StringBuilder();
    settings.forEach(
        (name, value) ->
            text.append(name).append('=').append(value.replace("\\", "\\\\")).append('\n'));
    return text.toString();
  }
}
