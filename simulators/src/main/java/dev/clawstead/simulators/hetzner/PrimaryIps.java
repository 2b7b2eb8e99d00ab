package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.address.Cidr;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.state.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Primary IPs: made with a server and deleted with it, as the vendor does by default. */
final class PrimaryIps {

  private final Cloud cloud;

  PrimaryIps(Cloud cloud) {
    this.cloud = cloud;
  }

  Answer list(Project project, Request request) {
    List<String> wanted = request.queries("ip");
    List<ObjectNode> found =
        project.rows(Kind.PRIMARY_IP).stream()
            .filter(row -> wanted.isEmpty() || wanted.contains(row.path("ip").asText()))
            .toList();
    return new Listing("primary_ips", found, Set.of("id", "created")).answer(request);
  }

  Answer get(Project project, String id) {
    ObjectNode body = Json.object();
    body.set("primary_ip", project.get(Kind.PRIMARY_IP, id));
    return Answer.ok(body);
  }

  Answer change(Project project, Request request, String id) {
    ObjectNode row = project.get(Kind.PRIMARY_IP, id);
    Names.change(project, Kind.PRIMARY_IP, request, row);
    Body body = Body.of(request);
    row.put("auto_delete", body.flag("auto_delete", row.path("auto_delete").asBoolean()));
    return get(project, id);
  }

  Answer delete(Project project, String id) {
    ObjectNode row = project.get(Kind.PRIMARY_IP, id);
    if (row.hasNonNull("assignee_id")) {
      throw HetznerError.of(422, "must_be_unassigned", "primary IP is still assigned");
    }
    project.remove(Kind.PRIMARY_IP, row.path("id").asLong());
    return Answer.noContent();
  }

  /** A new address of the public network, or a made-up IPv6 range, for a server. */
  ObjectNode make(Project project, String type, long server, ObjectNode location) {
    long id = project.nextId();
    String ip = type.equals("ipv4") ? freeAddress(project) : "2001:db8:" + hex(id) + "::/64";
    ObjectNode row = Json.object().put("id", id).put("name", "primary_ip-" + id);
    row.put("ip", ip).put("type", type).put("blocked", false).put("auto_delete", true);
    row.put("assignee_type", "server").put("assignee_id", server).put("created", cloud.now());
    row.set("location", location.deepCopy());
    var names = row.putArray("dns_ptr");
    if (type.equals("ipv4")) {
      names.addObject().put("ip", ip).put("dns_ptr", reverseName(ip));
    }
    row.putObject("labels");
    row.putObject("protection").put("delete", false);
    return project.add(Kind.PRIMARY_IP, row);
  }

  /** What happens to a deleted server's addresses. */
  static void serverDeleted(Project project, long server) {
    for (ObjectNode row : project.rows(Kind.PRIMARY_IP)) {
      if (row.path("assignee_id").asLong() != server) {
        continue;
      }
      if (row.path("auto_delete").asBoolean()) {
        project.remove(Kind.PRIMARY_IP, row.path("id").asLong());
      } else {
        row.put("assignee_type", "unassigned").putNull("assignee_id");
      }
    }
  }

  static String reverseName(String ip) {
    String[] parts = ip.split("\\.", -1);
    return "static."
        + parts[3]
        + "."
        + parts[2]
        + "."
        + parts[1]
        + "."
        + parts[0]
        + ".clients.your-server.de";
  }

  /** The next address round the range, so that one just given back is not given out at once. */
  private String freeAddress(Project project) {
    Cidr subnet = cloud.machines().network().subnet();
    Set<String> used =
        project.rows(Kind.PRIMARY_IP).stream()
            .map(row -> row.path("ip").asText())
            .collect(Collectors.toSet());
    used.add(cloud.machines().network().gateway());
    long usable = subnet.size() - 2;
    long last = project.root().path("last_address").asLong(1);
    for (long i = 0; i < usable; i++) {
      long next = (last + i) % usable + 1;
      if (!used.contains(subnet.address(next))) {
        project.root().put("last_address", next);
        return subnet.address(next);
      }
    }
    throw HetznerError.of(412, "resource_unavailable", "no address is left in " + subnet);
  }

  private static String hex(long id) {
    return Long.toHexString(id >> 16 & 0xffff) + ":" + Long.toHexString(id & 0xffff);
  }
}
