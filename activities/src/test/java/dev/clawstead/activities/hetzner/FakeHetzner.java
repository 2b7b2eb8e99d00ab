package dev.clawstead.activities.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/** Enough of Hetzner to keep servers, to lose an answer after the work is done, and to refuse. */
final class FakeHetzner extends Dispatcher {

  private static final JsonMapper JSON = new JsonMapper();

  final Map<Long, ObjectNode> servers = new TreeMap<>();
  final List<JsonNode> orders = new ArrayList<>();
  private boolean losesNext;
  private String refusal = "";
  private int refusalStatus;

  void loseNextAnswer() {
    losesNext = true;
  }

  void refuseOrders(int status, String code) {
    refusalStatus = status;
    refusal = code;
  }

  /** Somebody else's server. */
  void stranger(String name) {
    put(name).putObject("labels");
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    try {
      boolean isLost = losesNext && !request.getMethod().equals("GET");
      MockResponse.Builder answer = answer(request);
      if (isLost) {
        losesNext = false;
        answer.onResponseStart(new SocketEffect.CloseSocket());
      }
      return answer.build();
    } catch (Exception e) {
      return new MockResponse.Builder().code(500).body(e.toString()).build();
    }
  }

  private MockResponse.Builder answer(RecordedRequest request) throws Exception {
    String path = request.getUrl().encodedPath();
    return switch (request.getMethod()) {
      case "POST" -> order(JSON.readTree(Objects.requireNonNull(request.getBody()).utf8()));
      case "GET" ->
          path.equals("/v1/servers")
              ? list(request.getUrl().queryParameter("name"))
              : one(idOf(path));
      case "DELETE" -> delete(idOf(path));
      default -> error(405, "method_not_allowed");
    };
  }

  private MockResponse.Builder order(JsonNode order) {
    orders.add(order);
    if (!refusal.isEmpty()) {
      return error(refusalStatus, refusal);
    }
    String name = order.get("name").asText();
    if (servers.values().stream().anyMatch(s -> s.get("name").asText().equals(name))) {
      return error(409, "uniqueness_error");
    }
    ObjectNode server = put(name);
    server.set("labels", order.get("labels"));
    return ok(201, JSON.createObjectNode().set("server", server));
  }

  private ObjectNode put(String name) {
    long id = 4200L + servers.size();
    ObjectNode server = JSON.createObjectNode();
    server.put("id", id).put("name", name).put("status", "initializing");
    server.putObject("public_net").putObject("ipv4").put("ip", "203.0.113.7");
    server.putArray("private_net").addObject().put("network", 99).put("ip", "10.0.0.7");
    server.putObject("server_type").put("name", "cx23").put("memory", 4.0);
    server.putObject("location").put("name", "fsn1");
    servers.put(id, server);
    return server;
  }

  private MockResponse.Builder list(String name) {
    ObjectNode body = JSON.createObjectNode();
    var found = body.putArray("servers");
    servers.values().stream().filter(s -> s.get("name").asText().equals(name)).forEach(found::add);
    return ok(200, body);
  }

  private MockResponse.Builder one(long id) {
    ObjectNode server = servers.get(id);
    return server == null
        ? error(404, "not_found")
        : ok(200, JSON.createObjectNode().set("server", server));
  }

  private MockResponse.Builder delete(long id) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("action").put("id", 1).put("status", "running");
    return servers.remove(id) == null ? error(404, "not_found") : ok(200, body);
  }

  private static long idOf(String path) {
    return Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
  }

  static MockResponse.Builder error(int status, String code) {
    return new MockResponse.Builder()
        .code(status)
        .body("{\"error\": {\"code\": \"" + code + "\", \"message\": \"no\"}}");
  }

  private static MockResponse.Builder ok(int status, JsonNode body) {
    return new MockResponse.Builder().code(status).body(body.toString());
  }
}
