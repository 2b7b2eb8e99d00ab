package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.state.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** {@code /firewalls}: rules, and the servers they are applied to. They are kept, not enforced. */
final class Firewalls {

  private final Cloud cloud;
  private final Resources resources = new Resources(Kind.FIREWALL, Firewalls::view);

  Firewalls(Cloud cloud) {
    this.cloud = cloud;
  }

  Resources resources() {
    return resources;
  }

  Answer create(Project project, Request request) {
    Body body = Body.of(request);
    ObjectNode row = resources.row(project, cloud, body);
    row.set("rules", FirewallRules.of(body));
    row.putArray("applied_to");
    project.add(Kind.FIREWALL, row);
    ArrayNode actions = Json.array(List.of());
    actions.add(begin(project, request, "set_firewall_rules", row));
    for (JsonNode resource : body.items("apply_to")) {
      apply(project, row, resource);
      actions.add(begin(project, request, "apply_firewall", row));
    }
    ObjectNode answer = Json.object();
    answer.set("firewall", view(project, row));
    answer.set("actions", actions);
    return Answer.of(201, answer);
  }

  Answer delete(Project project, String id) {
    ObjectNode row = project.get(Kind.FIREWALL, id);
    if (!row.path("applied_to").isEmpty()) {
      throw HetznerError.of(
          422, "resource_in_use", "firewall with ID '" + id + "' is still in use");
    }
    project.remove(Kind.FIREWALL, row.path("id").asLong());
    return Answer.noContent();
  }

  Answer start(Project project, Request request, String id, String action) {
    ObjectNode row = project.get(Kind.FIREWALL, id);
    Body body = Body.of(request);
    ArrayNode actions = Json.array(List.of());
    switch (action) {
      case "set_rules" -> {
        row.set("rules", FirewallRules.of(body));
        actions.add(begin(project, request, "set_firewall_rules", row));
      }
      case "apply_to_resources" -> {
        for (JsonNode resource : body.items("apply_to")) {
          apply(project, row, resource);
          actions.add(begin(project, request, "apply_firewall", row));
        }
      }
      case "remove_from_resources" -> {
        for (JsonNode resource : body.items("remove_from")) {
          remove(row, resource);
          actions.add(begin(project, request, "remove_firewall", row));
        }
      }
      default ->
          throw HetznerError.of(
              501, "unsupported_error", "the simulator does not know the action " + action);
    }
    return resources.begunList(actions);
  }

  /** Applies a firewall to a server that is just being made. */
  static void applyTo(ObjectNode firewall, long server) {
    ObjectNode entry = firewall.withArray("applied_to").addObject().put("type", "server");
    entry.putObject("server").put("id", server);
  }

  /** The servers that a firewall covers, by id or by their labels. */
  static Set<Long> serversOf(Project project, ObjectNode firewall) {
    Set<Long> servers = new LinkedHashSet<>();
    for (JsonNode entry : firewall.path("applied_to")) {
      if (entry.path("type").asText().equals("server")) {
        servers.add(entry.path("server").path("id").asLong());
      } else {
        servers.addAll(selected(project, entry));
      }
    }
    return servers;
  }

  static void serverDeleted(Project project, long server) {
    for (ObjectNode firewall : project.rows(Kind.FIREWALL)) {
      Json.removeIf(
          firewall.path("applied_to"), entry -> entry.path("server").path("id").asLong() == server);
    }
  }

  private static void apply(Project project, ObjectNode row, JsonNode resource) {
    ObjectNode entry = entry(resource);
    if (entry.has("server")
        && project.find(Kind.SERVER, entry.path("server").path("id").asLong()).isEmpty()) {
      throw HetznerError.of(
          404, "firewall_resource_not_found", "the server to apply the firewall to was not found");
    }
    for (JsonNode existing : row.path("applied_to")) {
      if (existing.equals(entry)) {
        throw HetznerError.of(
            422, "firewall_already_applied", "firewall is already applied to this resource");
      }
    }
    row.withArray("applied_to").add(entry);
  }

  private static void remove(ObjectNode row, JsonNode resource) {
    ObjectNode entry = entry(resource);
    int before = row.path("applied_to").size();
    Json.removeIf(row.path("applied_to"), entry::equals);
    if (row.path("applied_to").size() == before) {
      throw HetznerError.of(
          422, "firewall_already_removed", "firewall is not applied to this resource");
    }
  }

  private static ObjectNode entry(JsonNode resource) {
    String type = resource.path("type").asText();
    ObjectNode entry = Json.object().put("type", type);
    if (type.equals("server") && resource.path("server").path("id").isIntegralNumber()) {
      entry.putObject("server").put("id", resource.path("server").path("id").asLong());
      return entry;
    }
    String selector = resource.path("label_selector").path("selector").asText();
    if (type.equals("label_selector") && !selector.isEmpty()) {
      LabelSelector.of(selector);
      entry.putObject("label_selector").put("selector", selector);
      return entry;
    }
    throw HetznerError.invalid("type", "must name a server or a label_selector");
  }

  private static List<Long> selected(Project project, JsonNode entry) {
    Predicate<JsonNode> selector =
        LabelSelector.of(entry.path("label_selector").path("selector").asText());
    return project.rows(Kind.SERVER).stream()
        .filter(selector)
        .map(server -> server.path("id").asLong())
        .toList();
  }

  private static ObjectNode view(Project project, ObjectNode row) {
    ObjectNode view = row.deepCopy();
    for (JsonNode entry : view.path("applied_to")) {
      if (entry.path("type").asText().equals("label_selector")) {
        ArrayNode covered = ((ObjectNode) entry).putArray("applied_to_resources");
        for (long server : selected(project, entry)) {
          covered.addObject().put("type", "server").putObject("server").put("id", server);
        }
      }
    }
    return view;
  }

  private ObjectNode begin(Project project, Request request, String command, ObjectNode row) {
    return resources.begin(project, cloud, request, new Resources.Step(command, row));
  }
}
