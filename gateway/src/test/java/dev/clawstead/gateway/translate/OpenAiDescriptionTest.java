package dev.clawstead.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds what a client or provider of OpenAI's protocol is sent against their description. */
class OpenAiDescriptionTest {

  private static final Path FILE = Path.of("../../shared/data/openapi/openai.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static ObjectNode schemas;

  @BeforeAll
  static void read() throws IOException {
    assumeTrue(Files.exists(FILE), "OpenAI's description is not beside this checkout: " + FILE);
    schemas = (ObjectNode) JSON.readTree(FILE.toFile()).at("/components/schemas");
    makeNullable(schemas);
  }

  @Test
  void answersAreAsDescribed() throws IOException {
    check(
        "CreateChatCompletionResponse",
        Json.write(Fixtures.askedChat().response(Fixtures.read("messages-answer.json"))));
  }

  @Test
  void chunksAreAsDescribed() throws IOException {
    var out = Fixtures.run(Fixtures.askedChat().stream(), Fixtures.events("messages-stream.sse"));

    assertThat(out).hasSizeGreaterThan(5);
    for (SseEvent event : out.subList(0, out.size() - 1)) {
      check("CreateChatCompletionStreamResponse", event.data());
    }
  }

  @Test
  void errorsAreAsDescribed() throws IOException {
    for (SseEvent event : Fixtures.run(Fixtures.askedChat().stream(), List.of())) {
      check("ErrorResponse", event.data());
    }
  }

  @Test
  void requestsAreAsDescribed() throws Exception {
    check(
        "CreateChatCompletionRequest",
        Json.write(Fixtures.messagesToChat().request(Fixtures.read("messages-request.json"))));
  }

  @Test
  void whatIsNotAsDescribedIsSeen() throws IOException {
    assertThat(problems("CreateChatCompletionResponse", "{\"id\": 3}")).isNotEmpty();
  }

  private static void check(String schema, String json) throws IOException {
    assertThat(problems(schema, json)).as("%s: %s", schema, json).isEmpty();
  }

  private static Set<?> problems(String schema, String json) throws IOException {
    ObjectNode whole = JSON.createObjectNode();
    whole.put("$ref", "#/components/schemas/" + schema);
    whole.putObject("components").set("schemas", schemas);
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(whole)
        .validate(JSON.readTree(json));
  }

  /** The description is of OpenAPI 3.1, but still says {@code nullable} as 3.0 did. */
  private static void makeNullable(JsonNode node) {
    node.forEach(OpenAiDescriptionTest::makeNullable);
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
