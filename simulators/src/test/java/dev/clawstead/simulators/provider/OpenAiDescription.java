package dev.clawstead.simulators.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** OpenAI's published OpenAPI description, which answers are held against where it is present. */
final class OpenAiDescription {

  static final Path FILE = Path.of("../../shared/data/openapi/openai.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where we differ on purpose, and why: the vendor's own examples begin a response like this. */
  static final String KNOWN_DIFFERENCE = "response.usage: null found";

  private final ObjectNode root;
  private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

  OpenAiDescription() throws IOException {
    root = (ObjectNode) JSON.readTree(FILE.toFile());
    makeNullable(root.path("components"));
  }

  static boolean isPresent() {
    return Files.exists(FILE);
  }

  /** Fails where the value is not what the description calls by this name. */
  void check(String schema, JsonNode value) {
    JsonSchema compiled = schemas.computeIfAbsent(schema, this::compile);
    List<String> problems =
        compiled.validate(value).stream()
            .map(ValidationMessage::getMessage)
            .filter(message -> !message.contains(KNOWN_DIFFERENCE))
            .toList();
    assertThat(problems).as("%s: %s", schema, value).isEmpty();
  }

  private JsonSchema compile(String schema) {
    ObjectNode whole = JSON.createObjectNode();
    whole.put("$ref", "#/components/schemas/" + schema);
    whole.putObject("components").set("schemas", root.at("/components/schemas"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
  }

  /** In places the description says {@code nullable}, which JSON Schema does not know. */
  private static void makeNullable(JsonNode node) {
    node.forEach(OpenAiDescription::makeNullable);
    if (!(node instanceof ObjectNode object) || !object.path("nullable").isBoolean()) {
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
