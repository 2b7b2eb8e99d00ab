package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.state.Json;
import java.util.List;

/** {@code /volumes}: kept in the books, not mounted in any machine. */
final class Volumes {

  private static final int SIZE_MIN = 10;
  private static final int SIZE_MAX = 10240;

  private final Cloud cloud;
  private final Resources resources = new Resources(Kind.VOLUME, (project, row) -> row.deepCopy());

  Volumes(Cloud cloud) {
    this.cloud = cloud;
  }

  Resources resources() {
    return resources;
  }

  Answer create(Project project, Request request) {
    Body body = Body.of(request);
    long size = size(body);
    ObjectNode row = resources.row(project, cloud, body);
    long id = row.path("id").asLong();
    row.put("size", size).put("status", "available").putNull("server");
    row.put("format", body.optionalText("format").orElse(null));
    row.put("linux_device", "/dev/disk/by-id/scsi-0HC_Volume_" + id);
    row.putObject("protection").put("delete", false);
    ArrayNode next = Json.array(List.of());
    ObjectNode create = resources.begin(project, cloud, request, step("create_volume", row));
    if (body.has("server")) {
      ObjectNode server = project.get(Kind.SERVER, Long.toString(body.requiredNumber("server")));
      row.set("location", cloud.catalogue().location(server.path("location").asText()).deepCopy());
      attachTo(row, server);
      next.add(resources.begin(project, cloud, request, step("attach_volume", row)));
    } else {
      row.set("location", cloud.catalogue().location(body.idOrName("location")).deepCopy());
    }
    ObjectNode answer = Json.object();
    answer.set("volume", project.add(Kind.VOLUME, row));
    answer.set("action", create);
    answer.set("next_actions", next);
    return Answer.of(201, answer);
  }

  Answer delete(Project project, String id) {
    ObjectNode row = project.get(Kind.VOLUME, id);
    if (row.path("protection").path("delete").asBoolean()) {
      throw HetznerError.protectedFrom("volume deletion");
    }
    if (row.hasNonNull("server")) {
      throw HetznerError.of(
          422, "volume_attached", "volume with ID '" + id + "' is still attached to a server");
    }
    project.remove(Kind.VOLUME, row.path("id").asLong());
    return Answer.noContent();
  }

  Answer start(Project project, Request request, String id, String action) {
    ObjectNode row = project.get(Kind.VOLUME, id);
    Body body = Body.of(request);
    String command =
        switch (action) {
          case "attach" -> {
            attachTo(row, project.get(Kind.SERVER, Long.toString(body.requiredNumber("server"))));
            yield "attach_volume";
          }
          case "detach" -> {
            if (!row.hasNonNull("server")) {
              throw HetznerError.of(422, "volume_not_attached", "volume is not attached");
            }
            row.putNull("server");
            yield "detach_volume";
          }
          case "resize" -> {
            long size = size(body);
            if (size <= row.path("size").asLong()) {
              throw HetznerError.invalid("size", "volume size can only be increased");
            }
            row.put("size", size);
            yield "resize_volume";
          }
          case "change_protection" -> {
            row.withObject("/protection").put("delete", body.flag("delete", false));
            yield "change_protection";
          }
          default ->
              throw HetznerError.of(
                  501, "unsupported_error", "the simulator does not know the action " + action);
        };
    return resources.begun(project, cloud, request, step(command, row));
  }

  static void attachTo(ObjectNode volume, ObjectNode server) {
    if (volume.hasNonNull("server")) {
      throw HetznerError.of(422, "volume_already_attached", "volume is already attached");
    }
    String place = volume.path("location").path("name").asText();
    if (!place.equals(server.path("location").asText())) {
      throw HetznerError.invalid("server", "server and volume are in different locations");
    }
    volume.put("server", server.path("id").asLong());
  }

  static void serverDeleted(Project project, long server) {
    for (ObjectNode volume : project.rows(Kind.VOLUME)) {
      if (volume.path("server").asLong() == server) {
        volume.putNull("server");
      }
    }
  }

  private static long size(Body body) {
    long size = body.requiredNumber("size");
    if (size < SIZE_MIN || size > SIZE_MAX) {
      throw HetznerError.invalid("size", "Must be between 10 and 10240.");
    }
    return size;
  }

  private static Resources.Step step(String command, ObjectNode row) {
    return new Resources.Step(command, row);
  }
}
