package dev.clawstead.gateway;

import dev.clawstead.db.Database;
import dev.clawstead.gateway.access.AgentHosts;
import dev.clawstead.gateway.trace.Traces.Collector;
import dev.clawstead.secrets.PlatformSecret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's configuration, read from the environment.
 *
 * @param metricsListen where figures are told; nowhere when it is absent
 * @param collector who is told of calls as traces; nobody when it is absent
 */
record GatewayConfig(
    String installation,
    Database.Address database,
    PlatformSecret secret,
    InetSocketAddress listen,
    InetSocketAddress cellListen,
    InetSocketAddress modelListen,
    @Nullable InetSocketAddress metricsListen,
    @Nullable Collector collector,
    AgentHosts hosts,
    String consoleUrl,
    Path table,
    Path journal) {

  private static final int PORT_MAX = 65_535;

  /** Reads it; fails with one line that names the variable which is wrong. */
  static GatewayConfig from(Map<String, String> env) {
    Reader read = new Reader(env);
    InetSocketAddress listen =
        read.value("CLAWSTEAD_GATEWAY_LISTEN", "127.0.0.1:7401", GatewayConfig::address);
    String installation = read.value("CLAWSTEAD_INSTALLATION", "", GatewayConfig::installation);
    AgentHosts.Own own = new AgentHosts.Own(listen.getHostString(), listen.getPort());
    return new GatewayConfig(
        installation,
        new Database.Address(
            read.value("CLAWSTEAD_DATABASE_URL", "", GatewayConfig::jdbcUrl),
            read.value("CLAWSTEAD_DATABASE_USER", "", GatewayConfig::present),
            read.value("CLAWSTEAD_DATABASE_PASSWORD", "", password -> password)),
        read.value("CLAWSTEAD_PLATFORM_SECRET_FILE", "", GatewayConfig::secret),
        listen,
        read.value("CLAWSTEAD_GATEWAY_CELL_LISTEN", "", GatewayConfig::address),
        read.value("CLAWSTEAD_GATEWAY_MODEL_LISTEN", "127.0.0.1:7411", GatewayConfig::address),
        read.optional("CLAWSTEAD_GATEWAY_METRICS_LISTEN", GatewayConfig::address),
        collector(read, installation),
        read.value(
            "CLAWSTEAD_AGENTS_URL",
            "http://{slug}.agents.localhost:7401",
            template -> AgentHosts.of(template, own)),
        read.value("CLAWSTEAD_CONSOLE_URL", "", GatewayConfig::webUrl),
        read.value("CLAWSTEAD_GATEWAY_TABLE", "", file -> Path.of(present(file))),
        read.value("CLAWSTEAD_GATEWAY_JOURNAL", "", folder -> Path.of(present(folder))));
  }

  private static @Nullable Collector collector(Reader read, String installation) {
    String endpoint = read.optional("CLAWSTEAD_GATEWAY_TRACES_ENDPOINT", GatewayConfig::webUrl);
    double ratio = read.value("CLAWSTEAD_GATEWAY_TRACES_RATIO", "1", GatewayConfig::share);
    return endpoint == null ? null : new Collector(URI.create(endpoint), ratio, installation);
  }

  private static double share(String text) {
    double share = present(text).matches("\\d(\\.\\d{1,9})?") ? Double.parseDouble(text) : -1;
    if (share < 0 || share > 1) {
      throw new IllegalArgumentException("must be a number from 0 to 1, not " + text);
    }
    return share;
  }

  private static String present(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("is not set");
    }
    return text;
  }

  private static String installation(String text) {
    if (!present(text).matches("[a-z0-9]{4,12}")) {
      throw new IllegalArgumentException("must be 4 to 12 of a-z and 0-9, not " + text);
    }
    return text;
  }

  private static String jdbcUrl(String text) {
    if (!present(text).startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException("must begin with jdbc:postgresql:");
    }
    return text;
  }

  private static PlatformSecret secret(String file) {
    try {
      return PlatformSecret.read(Path.of(present(file)));
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be used: " + e.getMessage(), e);
    }
  }

  private static String webUrl(String text) {
    URI url = URI.create(present(text));
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null || text.matches(".*[\"<>\\\\].*")) {
      throw new IllegalArgumentException("must be an http or https address, not " + text);
    }
    return text;
  }

  private static InetSocketAddress address(String text) {
    int colon = present(text).lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > PORT_MAX) {
      throw new IllegalArgumentException("must be an address and a port, not " + text);
    }
    return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(port));
  }

  private record Reader(Map<String, String> env) {

    /** What is not set, or set to nothing, is absent. */
    <T> @Nullable T optional(String name, Function<String, T> reader) {
      return env.getOrDefault(name, "").isBlank() ? null : value(name, "", reader);
    }

    <T> T value(String name, String otherwise, Function<String, T> reader) {
      try {
        return reader.apply(env.getOrDefault(name, otherwise));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + " " + e.getMessage(), e);
      }
    }
  }
}
