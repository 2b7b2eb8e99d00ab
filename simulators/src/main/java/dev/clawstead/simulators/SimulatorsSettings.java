package dev.clawstead.simulators;

import dev.clawstead.simulators.cloudflare.CloudflareSettings;
import dev.clawstead.simulators.hetzner.HetznerSettings;
import dev.clawstead.simulators.provider.ProvidersSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** What the environment says: where to listen, what to let in, where to remember. */
record SimulatorsSettings(
    String installation,
    InetSocketAddress hetznerListen,
    InetSocketAddress cloudflareListen,
    InetSocketAddress providersListen,
    InetSocketAddress smtpListen,
    Path state,
    String nodeImage,
    HetznerSettings hetzner,
    CloudflareSettings cloudflare,
    ProvidersSettings providers) {

  private static final Pattern INSTALLATION = Pattern.compile("[a-z0-9]{4,12}");
  private static final Pattern ZONE = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");

  static SimulatorsSettings of(Map<String, String> environment) {
    String installation = required(environment, "CLAWSTEAD_INSTALLATION");
    if (!INSTALLATION.matcher(installation).matches()) {
      throw new IllegalArgumentException(
          "CLAWSTEAD_INSTALLATION must be 4 to 12 small letters and digits");
    }
    String zone = environment.getOrDefault("CLAWSTEAD_CLOUDFLARE_ZONE", "agents.localhost");
    if (!ZONE.matcher(zone).matches()) {
      throw new IllegalArgumentException("CLAWSTEAD_CLOUDFLARE_ZONE must be a domain name");
    }
    return new SimulatorsSettings(
        installation,
        address(environment, "CLAWSTEAD_HETZNER_SIMULATOR_LISTEN", "127.0.0.1:7404"),
        address(environment, "CLAWSTEAD_CLOUDFLARE_SIMULATOR_LISTEN", "127.0.0.1:7405"),
        address(environment, "CLAWSTEAD_PROVIDERS_SIMULATOR_LISTEN", "127.0.0.1:7406"),
        address(environment, "CLAWSTEAD_SMTP_SIMULATOR_LISTEN", "127.0.0.1:7412"),
        Path.of(required(environment, "CLAWSTEAD_SIMULATORS_STATE")),
        required(environment, "CLAWSTEAD_SIMULATORS_NODE_IMAGE"),
        new HetznerSettings(
            required(environment, "CLAWSTEAD_HETZNER_TOKEN"),
            number(environment, "CLAWSTEAD_HETZNER_SIMULATOR_REQUESTS_PER_HOUR", 3600),
            number(environment, "CLAWSTEAD_HETZNER_SIMULATOR_SERVERS_MAX", 100)),
        new CloudflareSettings(
            required(environment, "CLAWSTEAD_CLOUDFLARE_TOKEN"),
            zone,
            number(environment, "CLAWSTEAD_CLOUDFLARE_SIMULATOR_REQUESTS_PER_5_MINUTES", 1200)),
        providers(environment));
  }

  private static ProvidersSettings providers(Map<String, String> environment) {
    String name = "CLAWSTEAD_PROVIDERS_SIMULATOR_KEYS";
    try {
      return ProvidersSettings.of(environment.getOrDefault(name, ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " is not set");
    }
    return value;
  }

  private static int number(Map<String, String> environment, String name, int otherwise) {
    String value = environment.getOrDefault(name, Integer.toString(otherwise));
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(name + " must be a number above 0");
    }
    return Integer.parseInt(value);
  }

  private static InetSocketAddress address(
      Map<String, String> environment, String name, String otherwise) {
    String value = environment.getOrDefault(name, otherwise);
    int colon = value.lastIndexOf(':');
    if (colon < 1 || !value.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(name + " must look like 127.0.0.1:7404");
    }
    return new InetSocketAddress(
        value.substring(0, colon), Integer.parseInt(value.substring(colon + 1)));
  }
}
