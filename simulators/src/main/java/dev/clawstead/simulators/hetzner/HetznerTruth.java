package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.machine.Machines;
import dev.clawstead.simulators.machine.Power;
import dev.clawstead.simulators.machine.PublicNetwork;
import dev.clawstead.simulators.state.Json;
import java.util.List;
import java.util.Map;

/** The flat list of everything that exists at this vendor. */
final class HetznerTruth {

  private static final List<Kind> PLAIN =
      List.of(Kind.NETWORK, Kind.FIREWALL, Kind.PLACEMENT_GROUP, Kind.SSH_KEY);

  private HetznerTruth() {}

  static void tell(Project project, Machines machines, ObjectNode truth) {
    PublicNetwork network = machines.network();
    truth
        .putObject("network")
        .put("name", network.name())
        .put("gateway", network.gateway())
        .put("subnet", network.subnet().toString());
    Map<Long, Power> power = machines.power();
    ArrayNode servers = truth.putArray("servers");
    for (ObjectNode row : project.rows(Kind.SERVER)) {
      servers.add(server(project, row, power));
    }
    for (Kind kind : PLAIN) {
      ArrayNode rows = truth.putArray(kind.table());
      project.rows(kind).forEach(row -> rows.add(Json.pick(row, "id", "name", "labels")));
    }
    ArrayNode volumes = truth.putArray("volumes");
    project
        .rows(Kind.VOLUME)
        .forEach(row -> volumes.add(Json.pick(row, "id", "name", "labels", "server")));
    ArrayNode ips = truth.putArray("primary_ips");
    project
        .rows(Kind.PRIMARY_IP)
        .forEach(row -> ips.add(Json.pick(row, "id", "ip", "type", "assignee_id")));
    ArrayNode running = truth.putArray("running_actions");
    project.rows(Kind.JOB).forEach(job -> running.add(Json.pick(job, "id", "command", "queue")));
    ArrayNode objects = truth.putArray("docker");
    machines.objects().forEach(objects::add);
  }

  private static ObjectNode server(Project project, ObjectNode row, Map<Long, Power> power) {
    ObjectNode server =
        Json.pick(row, "id", "name", "labels", "server_type", "location", "created");
    server.put("status", new ServerView(project, new Catalogue(), power).status(row));
    server.putNull("ipv4");
    for (ObjectNode ip : project.rows(Kind.PRIMARY_IP)) {
      if (ip.path("assignee_id").equals(row.path("id"))
          && ip.path("type").asText().equals("ipv4")) {
        server.put("ipv4", ip.path("ip").asText());
      }
    }
    ArrayNode privately = server.putArray("private_ips");
    for (JsonNode net : row.path("private_net")) {
      privately.add(net.path("ip").asText());
    }
    return server;
  }
}
