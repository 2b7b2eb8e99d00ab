package dev.clawstead.activities.hetzner;

import dev.clawstead.activities.hetzner.HetznerSettings.NodeAccess;
import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.NodeRoom;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The script that makes a server a node. It holds a token for one certificate and no key: a
 * container that got at the metadata service could read it.
 */
final class NodeUserData {

  private static final String TEMPLATE = read("node-user-data.sh");
  private static final Pattern PLACE = Pattern.compile("@([A-Z_]+)@");

  /** Nothing that a shell would read as more than a word. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9:/._, -]+");

  private NodeUserData() {}

  static String render(UUID node, String token, AgentImage image, NodeAccess access) {
    Map<String, String> values =
        Map.of(
            "NODE", node.toString(),
            "TOKEN", token,
            "ENROL_URL", access.enrolUrl(),
            "FIRST_PORT", Integer.toString(NodeRoom.PORT_FIRST),
            "LAST_PORT", Integer.toString(NodeRoom.PORT_LAST),
            "AGENT_PORT", Integer.toString(image.port()),
            "GATEWAY_IP", access.gatewayAddress().replaceFirst(":\\d+$", ""),
            "GATEWAY_PORT", access.gatewayAddress().replaceFirst("^.*:", ""),
            "GATEWAY_SOURCES", String.join(", ", access.gatewaySources()),
            "CONTROL_SOURCES", String.join(", ", access.controlSources()));
    return PLACE
        .matcher(TEMPLATE)
        .replaceAll(place -> Matcher.quoteReplacement(plain(place.group(1), values)));
  }

  private static String plain(String name, Map<String, String> values) {
    String value = Objects.requireNonNull(values.get(name), name);
    if (!PLAIN.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "the node setting " + name + " is empty or holds more than letters, digits and :/._-,");
    }
    return value;
  }

  private static String read(String name) {
    try (InputStream in =
        Objects.requireNonNull(NodeUserData.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
