package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.machine.Power;
import dev.clawstead.simulators.state.Json;

/** {@code /servers/{id}/actions/...}: power, networks, placement and protection. */
final class ServerActions {

  private final Cloud cloud;

  ServerActions(Cloud cloud) {
    this.cloud = cloud;
  }

  Answer start(Project project, Request request, String id, String action) {
    ObjectNode server = project.get(Kind.SERVER, id);
    Body body = Body.of(request);
    if (server.path("deleting").asBoolean()
        || ServerView.isLocked(project, server.path("id").asLong())) {
      throw HetznerError.of(423, "locked", "server is locked");
    }
    return switch (action) {
      case "poweron" -> power(project, request, server, "start_server");
      case "poweroff" -> power(project, request, server, "stop_server");
      case "shutdown" -> power(project, request, server, "shutdown_server");
      case "reboot" -> power(project, request, server, "reboot_server");
      case "reset" -> power(project, request, server, "reset_server");
      case "attach_to_network" -> {
        ObjectNode network = network(project, body);
        new PrivateNets(cloud, project).reserve(server, network, body.json());
        yield begin(
            project,
            request,
            "attach_to_network",
            subject(Kind.SERVER, server),
            subject(Kind.NETWORK, network));
      }
      case "detach_from_network" -> {
        ObjectNode network = network(project, body);
        if (PrivateNets.find(server, network.path("id").asLong()).isEmpty()) {
          throw HetznerError.invalid("network", "server is not attached to this network");
        }
        yield begin(
            project,
            request,
            "detach_from_network",
            subject(Kind.SERVER, server),
            subject(Kind.NETWORK, network));
      }
      case "add_to_placement_group" -> place(project, request, server, body);
      case "remove_from_placement_group" -> {
        server.putNull("placement_group");
        yield begin(project, request, "remove_from_placement_group", subject(Kind.SERVER, server));
      }
      case "change_protection" -> protect(project, request, server, body);
      default ->
          throw HetznerError.of(
              501, "unsupported_error", "the simulator does not know the action " + action);
    };
  }

  private Answer power(Project project, Request request, ObjectNode server, String command) {
    server.put("wanted_on", !command.equals("stop_server") && !command.equals("shutdown_server"));
    return begin(project, request, command, subject(Kind.SERVER, server));
  }

  private Answer place(Project project, Request request, ObjectNode server, Body body) {
    long group = body.requiredNumber("placement_group");
    project.get(Kind.PLACEMENT_GROUP, Long.toString(group));
    if (cloud.machines().power().get(server.path("id").asLong()) == Power.ON) {
      throw HetznerError.of(422, "server_not_stopped", "server is not stopped");
    }
    PlacementGroups.checkRoom(project, group);
    server.put("placement_group", group);
    return begin(project, request, "add_to_placement_group", subject(Kind.SERVER, server));
  }

  private Answer protect(Project project, Request request, ObjectNode server, Body body) {
    ObjectNode protection = server.withObject("/protection");
    boolean delete = body.flag("delete", protection.path("delete").asBoolean());
    boolean rebuild = body.flag("rebuild", protection.path("rebuild").asBoolean());
    if (delete != rebuild) {
      throw HetznerError.invalid("rebuild", "delete and rebuild must have the same value");
    }
    protection.put("delete", delete).put("rebuild", rebuild);
    return begin(project, request, "change_protection", subject(Kind.SERVER, server));
  }

  private Answer begin(
      Project project, Request request, String command, Actions.Subject... subjects) {
    ObjectNode body = Json.object();
    body.set("action", cloud.actions().begin(project, command, request.fate(), subjects));
    return Answer.of(201, body);
  }

  private static Actions.Subject subject(Kind kind, ObjectNode row) {
    return new Actions.Subject(kind, row.path("id").asLong());
  }

  private static ObjectNode network(Project project, Body body) {
    return project.get(Kind.NETWORK, Long.toString(body.requiredNumber("network")));
  }
}
