package dev.clawstead.gateway.translate;

import static dev.clawstead.gateway.translate.Fixtures.OLD_CLAUDE;
import static dev.clawstead.gateway.translate.Fixtures.assertSame;
import static dev.clawstead.gateway.translate.Fixtures.chatToMessages;
import static dev.clawstead.gateway.translate.Fixtures.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class SchemaSubsetTest {

  @Test
  void limitsThatAreNotEnforcedAreSaidInWords() throws Exception {
    ObjectNode schema =
        quoted(
            "{'type': 'object', 'properties': {'age': {'type': 'integer', 'minimum': 0,"
                + " 'description': 'Years'}, 'tags': {'type': 'array', 'minItems': 1, 'items':"
                + " {'type': 'string', 'format': 'uuid'}}, 'one': {'oneOf': [{'type': 'null'},"
                + " {'$ref': '#/$defs/p'}]}}, 'required': ['age'], '$defs': {'p': {'type':"
                + " 'object', 'properties': {}, 'additionalProperties': false}}}");

    ObjectNode made = SchemaSubset.of(schema, "s");

    assertSame(
        made,
        quoted(
            "{'type': 'object', 'properties': {'age': {'type': 'integer', 'description': 'Years"
                + " (minimum: 0)'}, 'tags': {'type': 'array', 'minItems': 1, 'items': {'type':"
                + " 'string', 'format': 'uuid'}}, 'one': {'anyOf': [{'type': 'null'}, {'$ref':"
                + " '#/$defs/p'}]}}, 'required': ['age'], '$defs': {'p': {'type': 'object',"
                + " 'properties': {}, 'additionalProperties': false}}, 'additionalProperties':"
                + " false}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type': 'object', 'additionalProperties': {'type': 'string'}}",
        "{'type': 'object', 'patternProperties': {}}",
        "{'$ref': '#/$defs/n', '$defs': {'n': {'items': {'$ref': '#/$defs/n'}}}}",
        "{'properties': {'self': {'$ref': '#'}}}",
        "{'$ref': 'https://example.com/schema'}",
        "{'oneOf': [{}], 'anyOf': [{}]}",
        "{'properties': {'a': 3}}",
      })
  void aShapeThatCannotBeEnforcedIsRefused(String schema) {
    assertThatThrownBy(() -> SchemaSubset.of(quoted(schema), "s"))
        .isInstanceOf(Untranslatable.class);
  }

  @Test
  void aSchemaOfManyReferencesTakesNoTimeAndALongChainIsRefused() throws Exception {
    ObjectNode wide = quoted("{'$ref': '#/$defs/d0', '$defs': {}}");
    for (int i = 0; i < 40; i++) {
      String next = i == 39 ? "{}" : "{'$ref': '#/$defs/d" + (i + 1) + "'}";
      String both = "{'anyOf': [" + next + ", " + next + "]}";
      ((ObjectNode) wide.path("$defs")).set("d" + i, quoted(both));
    }
    assertThat(SchemaSubset.of(wide, "s").path("$defs").size()).isEqualTo(40);

    ObjectNode longest = quoted("{'$ref': '#/$defs/d0', '$defs': {}}");
    for (int i = 0; i < 20_000; i++) {
      ((ObjectNode) longest.path("$defs"))
          .set("d" + i, quoted("{'$ref': '#/$defs/d" + (i + 1) + "'}"));
    }
    assertThatThrownBy(() -> SchemaSubset.of(longest, "s")).isInstanceOf(Untranslatable.class);
  }

  @Test
  void theAnswersFormatBecomesStructuredOutputWhereTheModelHasIt() throws Exception {
    ObjectNode request =
        quoted(
            "{'model': 'm', 'messages': [{'role': 'user', 'content': 'Hi'}], 'response_format':"
                + " {'type': 'json_schema', 'json_schema': {'name': 'a', 'strict': true, 'schema':"
                + " {'type': 'object', 'properties': {'a': {'type': 'string'}}}}}}");

    assertSame(
        (ObjectNode) chatToMessages(OLD_CLAUDE).request(request).at("/output_config/format"),
        quoted(
            "{'type': 'json_schema', 'schema': {'type': 'object', 'properties': {'a': {'type':"
                + " 'string'}}, 'additionalProperties': false}}"));
    assertThatThrownBy(() -> chatToMessages("claude-opus-4-1-20250805").request(request))
        .isInstanceOf(Untranslatable.class);
  }
}
