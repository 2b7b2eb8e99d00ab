package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.address.Cidr;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.state.Json;
import java.util.ArrayList;
import java.util.List;

/** {@code /networks}: a private range, its subnets and routes. */
final class Networks {

  private static final int SUBNETS_MAX = 50;
  private static final List<Cidr> PRIVATE =
      List.of(Cidr.of("10.0.0.0/8"), Cidr.of("172.16.0.0/12"), Cidr.of("192.168.0.0/16"));

  private final Cloud cloud;
  private final Resources resources = new Resources(Kind.NETWORK, Networks::view);

  Networks(Cloud cloud) {
    this.cloud = cloud;
  }

  Resources resources() {
    return resources;
  }

  Answer create(Project project, Request request) {
    Body body = Body.of(request);
    ObjectNode row = resources.row(project, cloud, body);
    row.put("ip_range", range(body, "ip_range").toString());
    row.put("expose_routes_to_vswitch", body.flag("expose_routes_to_vswitch", false));
    row.putObject("protection").put("delete", false);
    row.putArray("subnets");
    row.putArray("routes");
    body.items("subnets").forEach(subnet -> addSubnet(row, object("subnets", subnet)));
    body.items("routes").forEach(route -> addRoute(row, object("routes", route)));
    return resources.one(201, project, project.add(Kind.NETWORK, row));
  }

  Answer change(Project project, Request request, String id) {
    ObjectNode row = project.get(Kind.NETWORK, id);
    Body body = Body.of(request);
    row.put(
        "expose_routes_to_vswitch",
        body.flag("expose_routes_to_vswitch", row.path("expose_routes_to_vswitch").asBoolean()));
    return resources.change(project, request, id);
  }

  Answer delete(Project project, String id) {
    ObjectNode row = project.get(Kind.NETWORK, id);
    if (row.path("protection").path("delete").asBoolean()) {
      throw HetznerError.protectedFrom("network deletion");
    }
    long network = row.path("id").asLong();
    for (ObjectNode server : project.rows(Kind.SERVER)) {
      if (PrivateNets.find(server, network).isPresent()) {
        Json.removeIf(server.path("private_net"), net -> net.path("network").asLong() == network);
      }
    }
    if (!cloud.machines().deleteNetwork(network)) {
      cloud
          .actions()
          .later(project, ServerWork.REMOVE_NETWORK, new Actions.Subject(Kind.NETWORK, network));
    }
    project.remove(Kind.NETWORK, network);
    return Answer.noContent();
  }

  Answer start(Project project, Request request, String id, String action) {
    ObjectNode row = project.get(Kind.NETWORK, id);
    Body body = Body.of(request);
    switch (action) {
      case "add_subnet" -> addSubnet(row, body);
      case "delete_subnet" -> {
        Cidr range = range(body, "ip_range");
        if (isUsed(project, row, range)) {
          throw HetznerError.invalid("ip_range", "subnet is still in use");
        }
        remove(row.path("subnets"), "ip_range", range.toString());
      }
      case "add_route" -> addRoute(row, body);
      case "delete_route" -> remove(row.path("routes"), "destination", body.text("destination"));
      case "change_ip_range" -> {
        Cidr range = range(body, "ip_range");
        if (!range.contains(Cidr.of(row.path("ip_range").asText()))) {
          throw HetznerError.invalid("ip_range", "the IP range can only be extended");
        }
        row.put("ip_range", range.toString());
      }
      case "change_protection" ->
          row.withObject("/protection").put("delete", body.flag("delete", false));
      default ->
          throw HetznerError.of(
              501, "unsupported_error", "the simulator does not know the action " + action);
    }
    return resources.begun(project, cloud, request, new Resources.Step(action, row));
  }

  private static void addSubnet(ObjectNode network, Body body) {
    Cidr whole = Cidr.of(network.path("ip_range").asText());
    ArrayNode subnets = network.withArray("subnets");
    List<Cidr> taken = new ArrayList<>();
    subnets.forEach(subnet -> taken.add(Cidr.of(subnet.path("ip_range").asText())));
    Cidr range = body.has("ip_range") ? range(body, "ip_range") : free(whole, taken);
    if (!whole.contains(range) || taken.stream().anyMatch(range::overlaps)) {
      throw HetznerError.invalid(
          "ip_range", range + " is not a free part of the network's " + whole);
    }
    if (taken.size() >= SUBNETS_MAX) {
      throw HetznerError.of(403, "resource_limit_exceeded", "subnet limit exceeded");
    }
    String type = body.text("type");
    if (!List.of("cloud", "server", "vswitch").contains(type)) {
      throw HetznerError.invalid("type", "Must be one of: cloud, server, vswitch.");
    }
    ObjectNode subnet = subnets.addObject().put("type", type).put("ip_range", range.toString());
    subnet.put("network_zone", body.text("network_zone")).put("gateway", whole.address(1));
    subnet.putNull("vswitch_id");
  }

  private static void addRoute(ObjectNode network, Body body) {
    String gateway = body.text("gateway");
    if (!Cidr.isAddress(gateway)) {
      throw HetznerError.invalid("gateway", "Not a valid IPv4 address.");
    }
    network
        .withArray("routes")
        .addObject()
        .put("destination", body.text("destination"))
        .put("gateway", gateway);
  }

  private static Cidr free(Cidr whole, List<Cidr> taken) {
    int prefix = Math.max(24, whole.prefix());
    for (long n = 0; n < whole.size(); n += 1L << (32 - prefix)) {
      Cidr candidate = Cidr.around(whole.address(n), prefix);
      if (taken.stream().noneMatch(candidate::overlaps)) {
        return candidate;
      }
    }
    throw HetznerError.invalid("ip_range", "no /24 is left in " + whole);
  }

  private static boolean isUsed(Project project, ObjectNode network, Cidr range) {
    return project.rows(Kind.SERVER).stream()
        .flatMap(server -> PrivateNets.find(server, network.path("id").asLong()).stream())
        .anyMatch(net -> range.contains(net.path("ip").asText()));
  }

  private static void remove(JsonNode rows, String field, String value) {
    int before = rows.size();
    Json.removeIf(rows, row -> row.path(field).asText().equals(value));
    if (rows.size() == before) {
      throw HetznerError.of(404, "not_found", field + " " + value + " not found");
    }
  }

  private static Cidr range(Body body, String field) {
    try {
      Cidr range = Cidr.of(body.text(field));
      if (PRIVATE.stream().noneMatch(allowed -> allowed.contains(range))) {
        throw HetznerError.invalid(field, range + " is not a private IPv4 range (RFC 1918)");
      }
      return range;
    } catch (IllegalArgumentException e) {
      throw HetznerError.invalid(field, String.valueOf(e.getMessage()));
    }
  }

  private static Body object(String field, JsonNode item) {
    if (item instanceof ObjectNode object) {
      return new Body(object);
    }
    throw HetznerError.invalid(field, "Not a valid list of objects.");
  }

  private static ObjectNode view(Project project, ObjectNode row) {
    ObjectNode view = row.deepCopy();
    view.putArray("load_balancers");
    var servers = view.putArray("servers");
    for (ObjectNode server : project.rows(Kind.SERVER)) {
      PrivateNets.find(server, row.path("id").asLong())
          .filter(net -> net.path("attached").asBoolean())
          .ifPresent(net -> servers.add(server.path("id").asLong()));
    }
    return view;
  }
}
