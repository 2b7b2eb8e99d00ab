package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A request for a server, checked against the project and the catalogue before anything is made.
 */
record ServerOrder(
    String name,
    ObjectNode labels,
    ObjectNode serverType,
    ObjectNode image,
    ObjectNode location,
    String userData,
    boolean withPassword,
    boolean withIpv4,
    boolean withIpv6,
    boolean starts,
    List<ObjectNode> networks,
    List<ObjectNode> firewalls,
    List<ObjectNode> volumes,
    @Nullable ObjectNode placementGroup) {

  private static final int USER_DATA_BYTES_MAX = 32 * 1024;
  private static final int FIREWALLS_MAX = 5;

  static ServerOrder of(Project project, Catalogue catalogue, Body body) {
    String name = Names.of(project, Kind.SERVER, body);
    ObjectNode type = catalogue.serverType(body.idOrName("server_type"));
    ObjectNode image = catalogue.image(body.idOrName("image"), type.path("architecture").asText());
    List<JsonNode> keys = body.items("ssh_keys");
    keys.forEach(key -> SshKeys.find(project, key.asText()));
    List<ObjectNode> networks = rows(project, Kind.NETWORK, body, "networks");
    boolean withIpv4 = publicly(body, "enable_ipv4");
    if (!withIpv4 && networks.isEmpty()) {
      throw HetznerError.invalid("public_net", "a server without public IPv4 needs a network");
    }
    return new ServerOrder(
        name,
        Labels.of(body),
        type,
        image,
        location(catalogue, body, type),
        userData(body),
        keys.isEmpty(),
        withIpv4,
        publicly(body, "enable_ipv6"),
        body.flag("start_after_create", true),
        networks,
        firewalls(project, body),
        rows(project, Kind.VOLUME, body, "volumes"),
        placementGroup(project, body));
  }

  private static ObjectNode location(Catalogue catalogue, Body body, ObjectNode type) {
    if (body.has("datacenter")) {
      throw HetznerError.invalid("datacenter", "datacenters are gone, use location");
    }
    ObjectNode location =
        catalogue.location(body.has("location") ? body.idOrName("location") : "fsn1");
    if (!Catalogue.isSoldIn(type, location.path("name").asText())) {
      throw HetznerError.of(412, "resource_unavailable", "error during placement");
    }
    return location;
  }

  private static String userData(Body body) {
    String userData = body.optionalText("user_data").orElse("");
    if (userData.getBytes(StandardCharsets.UTF_8).length > USER_DATA_BYTES_MAX) {
      throw HetznerError.invalid("user_data", "Longer than maximum length 32768.");
    }
    return userData;
  }

  private static boolean publicly(Body body, String field) {
    if (!(body.get("public_net") instanceof ObjectNode net)) {
      return true;
    }
    Body wanted = new Body(net);
    if (wanted.has("ipv4") || wanted.has("ipv6")) {
      throw HetznerError.invalid("public_net", "no unassigned primary IP with this ID");
    }
    return wanted.flag(field, true);
  }

  private static List<ObjectNode> rows(Project project, Kind kind, Body body, String field) {
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode id : body.items(field)) {
      rows.add(project.get(kind, id.asText()));
    }
    return rows;
  }

  private static List<ObjectNode> firewalls(Project project, Body body) {
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode entry : body.items("firewalls")) {
      rows.add(project.get(Kind.FIREWALL, entry.path("firewall").asText()));
    }
    if (rows.size() > FIREWALLS_MAX) {
      throw HetznerError.invalid("firewalls", "Longer than maximum length 5.");
    }
    return rows;
  }

  private static @Nullable ObjectNode placementGroup(Project project, Body body) {
    OptionalLong id = body.number("placement_group");
    if (id.isEmpty()) {
      return null;
    }
    ObjectNode group = project.get(Kind.PLACEMENT_GROUP, Long.toString(id.getAsLong()));
    PlacementGroups.checkRoom(project, id.getAsLong());
    return group;
  }
}
