package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.state.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A request's JSON object, read field by field; a field of the wrong type is an invalid_input. */
record Body(ObjectNode json) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Body of(Request request) {
    String text = request.body();
    if (text.isBlank()) {
      return new Body(Json.object());
    }
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return new Body(object);
      }
    } catch (JsonProcessingException e) {
      throw HetznerError.of(400, "json_error", "Invalid JSON input in your request");
    }
    throw HetznerError.of(400, "json_error", "the request body is not a JSON object");
  }

  boolean has(String field) {
    return json.hasNonNull(field);
  }

  JsonNode get(String field) {
    return json.path(field);
  }

  String text(String field) {
    return optionalText(field)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> HetznerError.invalid(field, "Missing data for required field."));
  }

  Optional<String> optionalText(String field) {
    if (!has(field)) {
      return Optional.empty();
    }
    if (!json.get(field).isTextual()) {
      throw HetznerError.invalid(field, "Not a valid string.");
    }
    return Optional.of(json.get(field).asText());
  }

  /** A field that may be an id or a name, both as the vendor's clients send them. */
  String idOrName(String field) {
    if (!has(field)) {
      throw HetznerError.invalid(field, "Missing data for required field.");
    }
    if (!json.get(field).isTextual() && !json.get(field).isIntegralNumber()) {
      throw HetznerError.invalid(field, "Not a valid ID or name.");
    }
    return json.get(field).asText();
  }

  OptionalLong number(String field) {
    if (!has(field)) {
      return OptionalLong.empty();
    }
    if (!json.get(field).isIntegralNumber()) {
      throw HetznerError.invalid(field, "Not a valid integer.");
    }
    return OptionalLong.of(json.get(field).asLong());
  }

  long requiredNumber(String field) {
    return number(field)
        .orElseThrow(() -> HetznerError.invalid(field, "Missing data for required field."));
  }

  boolean flag(String field, boolean otherwise) {
    if (!has(field)) {
      return otherwise;
    }
    if (!json.get(field).isBoolean()) {
      throw HetznerError.invalid(field, "Not a valid boolean.");
    }
    return json.get(field).asBoolean();
  }

  /** The items of a list, empty where the field is absent. */
  List<JsonNode> items(String field) {
    if (!has(field)) {
      return List.of();
    }
    if (!json.get(field).isArray()) {
      throw HetznerError.invalid(field, "Not a valid list.");
    }
    List<JsonNode> items = new ArrayList<>();
    json.get(field).forEach(items::add);
    return items;
  }
}
