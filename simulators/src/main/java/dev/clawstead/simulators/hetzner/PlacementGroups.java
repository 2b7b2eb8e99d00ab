package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.state.Json;

/** {@code /placement_groups}: spread groups of at most ten servers. */
final class PlacementGroups {

  private static final int SERVERS_MAX = 10;

  private final Cloud cloud;
  private final Resources resources = new Resources(Kind.PLACEMENT_GROUP, PlacementGroups::view);

  PlacementGroups(Cloud cloud) {
    this.cloud = cloud;
  }

  Resources resources() {
    return resources;
  }

  Answer create(Project project, Request request) {
    Body body = Body.of(request);
    if (!body.text("type").equals("spread")) {
      throw HetznerError.invalid("type", "Must be one of: spread.");
    }
    ObjectNode row = project.add(Kind.PLACEMENT_GROUP, resources.row(project, cloud, body));
    ObjectNode answer = Json.object();
    answer.set("placement_group", view(project, row));
    answer.putNull("action");
    return Answer.of(201, answer);
  }

  Answer delete(Project project, String id) {
    ObjectNode row = project.get(Kind.PLACEMENT_GROUP, id);
    for (ObjectNode server : project.rows(Kind.SERVER)) {
      if (server.path("placement_group").asLong() == row.path("id").asLong()) {
        server.putNull("placement_group");
      }
    }
    project.remove(Kind.PLACEMENT_GROUP, row.path("id").asLong());
    return Answer.noContent();
  }

  static ObjectNode view(Project project, ObjectNode row) {
    ObjectNode view = row.deepCopy().put("type", "spread");
    var servers = view.putArray("servers");
    for (ObjectNode server : project.rows(Kind.SERVER)) {
      if (server.path("placement_group").asLong() == row.path("id").asLong()) {
        servers.add(server.path("id").asLong());
      }
    }
    return view;
  }

  static void checkRoom(Project project, long group) {
    long servers =
        project.rows(Kind.SERVER).stream()
            .filter(server -> server.path("placement_group").asLong() == group)
            .count();
    if (servers >= SERVERS_MAX) {
      throw HetznerError.of(422, "placement_error", "placement group is full");
    }
  }
}
