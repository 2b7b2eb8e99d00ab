package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.state.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the vendor sells: locations, server types, images. It never changes here. */
final class Catalogue {

  private static final String CREATED = "2024-04-25T13:26:47Z";
  private final List<ObjectNode> locations = new ArrayList<>();
  private final List<ObjectNode> serverTypes = new ArrayList<>();
  private final List<ObjectNode> images = new ArrayList<>();

  Catalogue() {
    try (InputStream file = Catalogue.class.getResourceAsStream("catalogue.json")) {
      JsonNode source = new ObjectMapper().readTree(file);
      source.path("locations").forEach(row -> locations.add((ObjectNode) row));
      source.path("server_types").forEach(row -> serverTypes.add(serverType(row)));
      source.path("images").forEach(row -> images.add(image(row)));
    } catch (IOException e) {
      throw new UncheckedIOException("catalogue.json is not in this jar", e);
    }
  }

  Answer listLocations(Request request) {
    return new Listing("locations", locations, Set.of("id", "name")).answer(request);
  }

  Answer listServerTypes(Request request) {
    return new Listing("server_types", serverTypes, Set.of("id", "name")).answer(request);
  }

  Answer listImages(Request request) {
    List<String> architectures = request.queries("architecture");
    List<ObjectNode> found =
        images.stream()
            .filter(
                image ->
                    architectures.isEmpty()
                        || architectures.contains(image.path("architecture").asText()))
            .toList();
    return new Listing("images", found, Set.of("id", "name", "created")).answer(request);
  }

  Answer getLocation(String id) {
    return one("location", byId(locations, id), id);
  }

  Answer getServerType(String id) {
    return one("server_type", byId(serverTypes, id), id);
  }

  Answer getImage(String id) {
    return one("image", byId(images, id), id);
  }

  List<ObjectNode> serverTypes() {
    return serverTypes;
  }

  List<ObjectNode> locations() {
    return locations;
  }

  ObjectNode location(String idOrName) {
    return find(locations, idOrName)
        .orElseThrow(() -> HetznerError.invalid("location", "location " + idOrName + " not found"));
  }

  ObjectNode serverType(String idOrName) {
    return find(serverTypes, idOrName)
        .orElseThrow(
            () -> HetznerError.invalid("server_type", "server type " + idOrName + " not found"));
  }

  /** An image by id, or by name for this architecture. */
  ObjectNode image(String idOrName, String architecture) {
    ObjectNode image =
        images.stream()
            .filter(row -> row.path("architecture").asText().equals(architecture))
            .filter(row -> isNamed(row, idOrName))
            .findFirst()
            .or(() -> find(images, idOrName))
            .orElseThrow(() -> HetznerError.invalid("image", "image " + idOrName + " not found"));
    if (!image.path("architecture").asText().equals(architecture)) {
      throw HetznerError.invalid("image", "image and server type differ in architecture");
    }
    return image;
  }

  /** Whether the type can be had in the location now. */
  static boolean isSoldIn(ObjectNode serverType, String location) {
    for (JsonNode row : serverType.path("locations")) {
      if (row.path("name").asText().equals(location)) {
        return row.path("available").asBoolean();
      }
    }
    return false;
  }

  private static Answer one(String key, Optional<ObjectNode> row, String id) {
    ObjectNode body = Json.object();
    body.set(key, row.orElseThrow(() -> HetznerError.notFound(key, id)));
    return Answer.ok(body);
  }

  private static Optional<ObjectNode> byId(List<ObjectNode> rows, String id) {
    return rows.stream().filter(row -> row.path("id").asText().equals(id)).findFirst();
  }

  private static Optional<ObjectNode> find(List<ObjectNode> rows, String idOrName) {
    return rows.stream().filter(row -> isNamed(row, idOrName)).findFirst();
  }

  private static boolean isNamed(ObjectNode row, String idOrName) {
    return row.path("name").asText().equals(idOrName) || row.path("id").asText().equals(idOrName);
  }

  private ObjectNode serverType(JsonNode row) {
    ObjectNode type = Json.pick(row, "id", "name", "cores", "memory", "disk", "cpu_type");
    type.put("description", row.path("name").asText().toUpperCase(java.util.Locale.ROOT));
    type.put("category", row.path("category").asText());
    type.put("architecture", row.path("architecture").asText());
    type.put("storage_type", "local").put("deprecated", false).putNull("deprecation");
    List<String> sold = Json.texts(row.path("locations"));
    var places = type.putArray("locations");
    var prices = type.putArray("prices");
    for (ObjectNode location : locations) {
      String name = location.path("name").asText();
      boolean available = sold.contains(name);
      places
          .addObject()
          .put("id", location.path("id").asLong())
          .put("name", name)
          .put("available", available)
          .put("recommended", available)
          .putNull("deprecation");
      prices.add(Pricing.ofServer(name, row.path("net").asText()));
    }
    return type;
  }

  private static ObjectNode image(JsonNode row) {
    ObjectNode image =
        Json.pick(
            row, "id", "type", "name", "description", "os_flavor", "os_version", "architecture");
    image.put("status", "available").put("disk_size", 5).put("rapid_deploy", true);
    image.put("created", CREATED).putNull("image_size").putNull("created_from");
    image.putNull("bound_to").putNull("deprecated").putNull("deleted");
    image.putObject("protection").put("delete", false);
    image.putObject("labels");
    return image;
  }
}
