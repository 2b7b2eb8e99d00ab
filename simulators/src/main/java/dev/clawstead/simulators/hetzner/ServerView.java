package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.machine.Power;
import dev.clawstead.simulators.state.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server as the API shows it: its row, what other rows say about it, and the machine's truth. */
record ServerView(Project project, Catalogue catalogue, Map<Long, Power> power) {

  private static final long INCLUDED_TRAFFIC_BYTES = 20L * 1024 * 1024 * 1024 * 1024;

  ObjectNode of(ObjectNode row) {
    long id = row.path("id").asLong();
    ObjectNode type = catalogue.serverType(row.path("server_type").asText());
    ObjectNode view = Json.pick(row, "id", "name", "created", "labels", "protection");
    view.put("status", status(row)).put("locked", isLocked(project, id));
    view.set("server_type", type.deepCopy());
    view.set(
        "image",
        catalogue.image(row.path("image").asText(), type.path("architecture").asText()).deepCopy());
    view.set("location", catalogue.location(row.path("location").asText()).deepCopy());
    view.set("public_net", publicNet(id));
    view.set("private_net", privateNet(row));
    view.set("placement_group", placementGroup(row));
    view.set("volumes", ids(Kind.VOLUME, id));
    view.putArray("load_balancers");
    view.put("primary_disk_size", type.path("disk").asInt()).put("rescue_enabled", false);
    view.put("included_traffic", INCLUDED_TRAFFIC_BYTES);
    view.put("ingoing_traffic", 0).put("outgoing_traffic", 0);
    view.putNull("backup_window").putNull("iso");
    return view;
  }

  /** What the machine does, not what somebody once asked of it. */
  String status(ObjectNode row) {
    long id = row.path("id").asLong();
    if (row.path("deleting").asBoolean()) {
      return "deleting";
    }
    for (ObjectNode job : Actions.pending(project, new Actions.Subject(Kind.SERVER, id))) {
      String status = whileAt(job.path("command").asText());
      if (!status.isEmpty()) {
        return status;
      }
    }
    Power now = power.get(id);
    if (now == null) {
      return "unknown";
    }
    return now == Power.ON ? "running" : "off";
  }

  private static String whileAt(String command) {
    return switch (command) {
      case "create_server" -> "initializing";
      case "start_server", "reboot_server", "reset_server" -> "starting";
      case "stop_server" -> "stopping";
      default -> "";
    };
  }

  static boolean isLocked(Project project, long id) {
    return !Actions.pending(project, new Actions.Subject(Kind.SERVER, id)).isEmpty();
  }

  private ObjectNode publicNet(long id) {
    ObjectNode net = Json.object();
    net.set("ipv4", publicIp(id, "ipv4"));
    net.set("ipv6", publicIp(id, "ipv6"));
    net.putArray("floating_ips");
    var firewalls = net.putArray("firewalls");
    for (ObjectNode firewall : project.rows(Kind.FIREWALL)) {
      if (Firewalls.serversOf(project, firewall).contains(id)) {
        firewalls.addObject().put("id", firewall.path("id").asLong()).put("status", "applied");
      }
    }
    return net;
  }

  private @Nullable ObjectNode publicIp(long id, String type) {
    for (ObjectNode row : project.rows(Kind.PRIMARY_IP)) {
      if (row.path("assignee_id").asLong() == id && row.path("type").asText().equals(type)) {
        ObjectNode ip = Json.pick(row, "id", "ip", "blocked", "dns_ptr");
        if (type.equals("ipv4")) {
          ip.put("dns_ptr", PrimaryIps.reverseName(row.path("ip").asText()));
        }
        return ip;
      }
    }
    return null;
  }

  private static JsonNode privateNet(ObjectNode row) {
    List<ObjectNode> nets = new java.util.ArrayList<>();
    for (JsonNode net : row.path("private_net")) {
      if (net.path("attached").asBoolean()) {
        nets.add(Json.pick(net, "network", "ip", "alias_ips", "mac_address"));
      }
    }
    return Json.array(nets);
  }

  private @Nullable ObjectNode placementGroup(ObjectNode row) {
    return project
        .find(Kind.PLACEMENT_GROUP, row.path("placement_group").asLong())
        .map(group -> PlacementGroups.view(project, group))
        .orElse(null);
  }

  private JsonNode ids(Kind kind, long server) {
    return Json.array(
        project.rows(kind).stream()
            .filter(row -> row.path("server").asLong() == server)
            .map(row -> row.get("id"))
            .toList());
  }
}
