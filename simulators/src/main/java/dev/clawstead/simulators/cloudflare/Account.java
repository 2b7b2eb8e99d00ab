package dev.clawstead.simulators.cloudflare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Request;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The account's zones and records inside the state tree. */
record Account(ObjectNode root) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SecureRandom RANDOM = new SecureRandom();

  ObjectNode zones() {
    return root.withObject("/zones");
  }

  ObjectNode records() {
    return root.withObject("/records");
  }

  ObjectNode zone(String id) {
    if (!id.matches("[0-9a-f]{32}")) {
      throw new CloudflareError(
          404,
          7003,
          "Could not route to /zones/" + id + ", perhaps your object identifier is invalid?");
    }
    JsonNode zone = zones().get(id);
    if (zone == null) {
      // A token does not learn whether a zone of somebody else exists.
      throw new CloudflareError(403, 10000, "Authentication error");
    }
    return (ObjectNode) zone;
  }

  List<ObjectNode> recordsOf(String zone) {
    List<ObjectNode> found = new ArrayList<>();
    for (JsonNode record : records()) {
      if (record.path("zone_id").asText().equals(zone)) {
        found.add((ObjectNode) record);
      }
    }
    return found;
  }

  ObjectNode recordOf(String zone, String id) {
    JsonNode record = records().get(id);
    if (record == null || !record.path("zone_id").asText().equals(zone)) {
      throw new CloudflareError(404, 81044, "Record does not exist.");
    }
    return (ObjectNode) record;
  }

  static String newId() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static ObjectNode body(Request request) {
    try {
      if (JSON.readTree(request.body()) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw CloudflareError.invalid(9207, "Failed to parse JSON body.");
    }
    throw CloudflareError.invalid(9207, "Request body is not a JSON object.");
  }
}
