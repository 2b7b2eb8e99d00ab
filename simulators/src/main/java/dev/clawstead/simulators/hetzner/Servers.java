package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.fault.Fate;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.state.Json;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;

/** {@code /servers}: create, list, get, change, delete. */
final class Servers {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final Set<String> SORTABLE = Set.of("id", "name", "created");

  private final Cloud cloud;
  private final PrimaryIps primaryIps;
  private final int serversMax;

  Servers(Cloud cloud, PrimaryIps primaryIps, int serversMax) {
    this.cloud = cloud;
    this.primaryIps = primaryIps;
    this.serversMax = serversMax;
  }

  Answer list(Project project, Request request) {
    ServerView view = view(project);
    List<ObjectNode> all = project.rows(Kind.SERVER).stream().map(view::of).toList();
    return new Listing("servers", all, SORTABLE).answer(request);
  }

  Answer get(Project project, String id) {
    return one(200, project, project.get(Kind.SERVER, id));
  }

  Answer change(Project project, Request request, String id) {
    ObjectNode row = project.get(Kind.SERVER, id);
    return one(200, project, Names.change(project, Kind.SERVER, request, row));
  }

  Answer create(Project project, Request request) {
    ServerOrder order = ServerOrder.of(project, cloud.catalogue(), Body.of(request));
    if (project.table(Kind.SERVER).size() >= serversMax) {
      throw HetznerError.of(403, "resource_limit_exceeded", "server limit exceeded");
    }
    long id = project.nextId();
    ObjectNode row = row(id, order);
    project.add(Kind.SERVER, row);
    if (order.withIpv4()) {
      primaryIps.make(project, "ipv4", id, order.location());
    }
    if (order.withIpv6()) {
      primaryIps.make(project, "ipv6", id, order.location());
    }
    order.firewalls().forEach(firewall -> Firewalls.applyTo(firewall, id));
    Actions.Subject server = new Actions.Subject(Kind.SERVER, id);
    ObjectNode action = cloud.actions().begin(project, "create_server", request.fate(), server);
    ArrayNode next = nextActions(project, order, row, request.fate());
    ObjectNode body = Json.object();
    body.set("server", view(project).of(row));
    body.set("action", action);
    body.set("next_actions", next);
    body.put("root_password", order.withPassword() ? password() : null);
    return Answer.of(201, body);
  }

  Answer delete(Project project, Request request, String id) {
    ObjectNode row = project.get(Kind.SERVER, id);
    if (row.path("protection").path("delete").asBoolean()) {
      throw HetznerError.protectedFrom("server deletion");
    }
    Actions.Subject server = new Actions.Subject(Kind.SERVER, row.path("id").asLong());
    List<ObjectNode> pending = Actions.pending(project, server);
    // A job that a fault holds for ever must not hold the server too.
    boolean isHeld = !pending.isEmpty() && Jobs.isStuck(pending.getFirst());
    if (!pending.isEmpty() && !isHeld) {
      throw HetznerError.of(423, "locked", "server is locked");
    }
    pending.forEach(
        job -> cloud.actions().finish(project, job.path("id").asLong(), "server was deleted"));
    row.put("deleting", true).putNull("placement_group");
    Firewalls.serverDeleted(project, server.id());
    Volumes.serverDeleted(project, server.id());
    ObjectNode body = Json.object();
    body.set("action", cloud.actions().begin(project, "delete_server", request.fate(), server));
    return Answer.ok(body);
  }

  private ArrayNode nextActions(Project project, ServerOrder order, ObjectNode row, Fate fate) {
    // A failing create takes what was to follow down with it; a stuck one just holds it up.
    Fate follows = fate == Fate.STAYS_RUNNING ? Fate.SUCCEEDS : fate;
    Actions.Subject server = new Actions.Subject(Kind.SERVER, row.path("id").asLong());
    ArrayNode next = Json.array(List.of());
    for (ObjectNode network : order.networks()) {
      new PrivateNets(cloud, project).reserve(row, network, Json.object());
      Actions.Subject subject = new Actions.Subject(Kind.NETWORK, network.path("id").asLong());
      next.add(cloud.actions().begin(project, "attach_to_network", follows, server, subject));
    }
    if (order.starts()) {
      next.add(cloud.actions().begin(project, "start_server", follows, server));
    }
    for (ObjectNode volume : order.volumes()) {
      Volumes.attachTo(volume, row);
      Actions.Subject subject = new Actions.Subject(Kind.VOLUME, volume.path("id").asLong());
      next.add(cloud.actions().begin(project, "attach_volume", follows, server, subject));
    }
    return next;
  }

  private ObjectNode row(long id, ServerOrder order) {
    ObjectNode row = Json.object().put("id", id).put("name", order.name());
    row.put("created", cloud.now());
    row.set("labels", order.labels());
    row.putObject("protection").put("delete", false).put("rebuild", false);
    row.put("server_type", order.serverType().path("name").asText());
    row.put("image", order.image().path("id").asText());
    row.put("location", order.location().path("name").asText());
    row.put("user_data", order.userData()).put("wanted_on", order.starts());
    row.putArray("private_net");
    JsonNode group = order.placementGroup();
    row.set("placement_group", group == null ? null : group.get("id"));
    return row;
  }

  private ServerView view(Project project) {
    return new ServerView(project, cloud.catalogue(), cloud.machines().power());
  }

  private Answer one(int status, Project project, ObjectNode row) {
    ObjectNode body = Json.object();
    body.set("server", view(project).of(row));
    return Answer.of(status, body);
  }

  private static String password() {
    return RANDOM
        .ints(20, 0, LETTERS.length())
        .collect(
            StringBuilder::new, (text, i) -> text.append(LETTERS.charAt(i)), StringBuilder::append)
        .toString();
  }
}
