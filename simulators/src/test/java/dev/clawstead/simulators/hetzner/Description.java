package dev.clawstead.simulators.hetzner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.clawstead.simulators.http.Wire.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's published OpenAPI description, which every answer is held against. Where the file is
 * absent nothing is checked, and {@link DescriptionTest} says so.
 */
final class Description {

  static final Path FILE = Path.of("../../shared/data/openapi/hcloud.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where we differ on purpose, and why. This list may only shrink. */
  static final Map<String, String> KNOWN_DIFFERENCES =
      Map.of(
          "required property 'datacenter' not found",
          "the property was withdrawn in July 2026, after the description was made",
          "does not have a value in the enumeration [\"server\"]",
          "a primary IP may be unassigned since August 2026");

  static final Set<String> DIFFERENCES_SEEN = ConcurrentHashMap.newKeySet();
  private static final @Nullable ObjectNode ROOT = load();
  private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

  private Description() {}

  static boolean isPresent() {
    return ROOT != null;
  }

  /** Fails where the answer is not one of those that the description has for the request. */
  static void check(String method, String path, Reply reply) {
    if (ROOT == null || reply.status() == 204) {
      return;
    }
    String plain = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
    JsonNode responses = responses(ROOT, method, plain);
    if (responses == null) {
      // Errors have one form wherever they occur; anything else must be described.
      assertThat(reply.status()).as("%s %s is not described", method, plain).isGreaterThan(399);
      responses = ROOT.at("/paths/~1servers/get/responses");
    }
    String status = Integer.toString(reply.status());
    JsonNode response = responses.path(responses.has(status) ? status : status.charAt(0) + "xx");
    assertThat(response.isMissingNode()).as("%s %s answered %s", method, plain, status).isFalse();
    JsonNode schema = response.at("/content/application~1json/schema");
    assertThat(problems(schema, reply.body()))
        .as("%s %s: %s", method, path, reply.body())
        .isEmpty();
  }

  private static List<String> problems(JsonNode schema, JsonNode body) {
    JsonSchema compiled = SCHEMAS.computeIfAbsent(schema.toString(), key -> compile(schema));
    List<String> problems = new ArrayList<>();
    for (ValidationMessage message : compiled.validate(body)) {
      String known =
          KNOWN_DIFFERENCES.keySet().stream()
              .filter(message.getMessage()::contains)
              .findFirst()
              .orElse(null);
      if (known == null) {
        problems.add(message.getMessage());
      } else {
        DIFFERENCES_SEEN.add(known);
      }
    }
    return problems;
  }

  private static JsonSchema compile(JsonNode schema) {
    ObjectNode whole = JSON.createObjectNode();
    whole.setAll((ObjectNode) schema);
    whole.set("components", java.util.Objects.requireNonNull(ROOT).get("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
  }

  private static @Nullable JsonNode responses(ObjectNode root, String method, String path) {
    JsonNode best = null;
    for (Map.Entry<String, JsonNode> entry : root.get("paths").properties()) {
      if (!path.matches(entry.getKey().replaceAll("\\{[^}]+}", "[^/]+"))) {
        continue;
      }
      JsonNode operation = entry.getValue().get(method.toLowerCase(java.util.Locale.ROOT));
      // "/servers/actions" is also a "/servers/{id}": the literal path is meant.
      if (operation != null && (best == null || !entry.getKey().endsWith("}"))) {
        best = operation.get("responses");
      }
    }
    return best;
  }

  private static @Nullable ObjectNode load() {
    if (!Files.exists(FILE)) {
      return null;
    }
    try {
      ObjectNode root = (ObjectNode) JSON.readTree(FILE.toFile());
      makeNullable(root);
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** OpenAPI 3.0 says {@code nullable} where JSON Schema says that null is one of the types. */
  private static void makeNullable(JsonNode node) {
    node.forEach(Description::makeNullable);
    if (!(node instanceof ObjectNode object) || !object.path("nullable").asBoolean()) {
      return;
    }
    object.remove("nullable");
    ObjectNode same = object.deepCopy();
    object.removeAll();
    ArrayNode either = object.putArray("anyOf");
    either.addObject().put("type", "null");
    either.add(same);
  }
}
