package dev.clawstead.gateway.translate;

import static dev.clawstead.gateway.translate.Fixtures.assertSame;
import static dev.clawstead.gateway.translate.Fixtures.messagesToChat;
import static dev.clawstead.gateway.translate.Fixtures.quoted;
import static dev.clawstead.gateway.translate.Fixtures.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class MessagesToChatRequestTest {

  @Test
  void aWholeAgentsRequestIsCarried() throws Exception {
    ObjectNode request = read("messages-request.json");

    ObjectNode made = messagesToChat().request(request);

    assertSame(made, read("messages-request.as-chat.json"));
    assertThat(request).isEqualTo(read("messages-request.json"));
  }

  @ParameterizedTest(name = "{0} makes {1} {2}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "'system': 'S'; /messages/0; {'role':'system','content':'S'}",
        "'system': []; /messages/0/role; 'user'",
        "'output_config': {'effort': 'max'}; /reasoning_effort; 'max'",
        "'thinking': {'type': 'enabled', 'budget_tokens': 1024}; /reasoning_effort; 'low'",
        "'thinking': {'type': 'adaptive'}; /reasoning_effort; -",
        "'thinking': {'type': 'disabled'}; /reasoning_effort; -",
        "'temperature': 0.3; /temperature; -",
        "'cache_control': {'type': 'ephemeral'}, 'top_k': 3, 'brand_new': 1; /brand_new; -",
        "'inference_geo': 'global'; /inference_geo; -",
        "'stream': true; /stream_options; {'include_usage':true}",
        "'tools': [{'name': 'a'}]; /tools/0; {'type':'function','function':{'name':'a'}}",
        "'tools': [{'name': 'a'}], 'tool_choice': {'type': 'none'}; /tool_choice; 'none'",
        "'tools': [{'name': 'a'}], 'tool_choice': {'type': 'tool', 'name': 'a'}; /tool_choice;"
            + " {'type':'function','function':{'name':'a'}}",
        "'tool_choice': {'type': 'auto'}; /tool_choice; -",
        "'messages': [{'role': 'user', 'content': 'a'}, {'role': 'system', 'content': 'b'},"
            + " {'role': 'user', 'content': 'c'}]; /messages/1/role; 'system'",
        "'messages': [{'role': 'user', 'content': [{'type': 'document', 'title': 'T', 'source':"
            + " {'type': 'content', 'content': 'C'}}]}]; /messages/0/content/1/text; 'C'",
        "'messages': [{'role': 'user', 'content': [{'type': 'tool_result', 'tool_use_id': 'i',"
            + " 'content': [{'type': 'image', 'source': {'type': 'url', 'url': 'https://a.b'}}]}]}];"
            + " /messages/1/content/0/image_url/url; 'https://a.b'",
      })
  void aFieldIsCarriedOrDropped(String fields, String where, String expected) throws Exception {
    expect(make("gpt-5.6", true, fields).at(where), expected);
  }

  @ParameterizedTest(name = "{0} makes {1} {2}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "'temperature': 0.3, 'top_p': 0.2; /temperature; 0.3",
        "'temperature': 0.3, 'top_p': 0.2; /top_p; 0.2",
        "'output_config': {'effort': 'max'}; /reasoning_effort; -",
        "'thinking': {'type': 'enabled', 'budget_tokens': 9999}; /reasoning_effort; -",
      })
  void aModelThatDoesNotReasonIsNotToldTo(String fields, String where, String expected)
      throws Exception {
    expect(make("llama", false, fields).at(where), expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "{'type': 'object', 'properties': {'a': {}}, 'required': ['a'], 'additionalProperties':"
            + " false}; true",
        "{'type': 'object', 'properties': {'a': {}}, 'additionalProperties': false}; false",
        "{'type': 'array', 'items': {'type': 'object', 'properties': {'a': {}}, 'required':"
            + " ['a']}}; false",
      })
  void aFormatIsStrictWhereOpenAiTakesItSo(String schema, boolean strict) throws Exception {
    String format = "{'format': {'type': 'json_schema', 'schema': " + schema + "}}";

    JsonNode made =
        make("m", true, "'output_config': " + format).at("/response_format/json_schema");

    assertSame((ObjectNode) made.path("schema"), quoted(schema));
    assertThat(made.path("strict").asBoolean()).isEqualTo(strict);
  }

  @ParameterizedTest(name = "{0} is refused for {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "'max_tokens': 0; max_tokens",
        "'max_tokens': null; max_tokens",
        "'inference_geo': 'us'; inference_geo",
        "'mcp_servers': [{'url': 'https://a.b'}]; mcp_servers",
        "'container': 'c'; mcp_servers",
        "'output_format': {}; output_format",
        "'output_config': {'format': {'type': 'xml'}}; output_config.format",
        "'stop_sequences': ['a', 'b', 'c', 'd', 'e']; stop_sequences",
        "'tools': [{'type': 'web_search_20260318', 'name': 'web_search'}]; tools[0].type",
        "'tools': [{'name': 'a'}], 'tool_choice': {'type': 'all'}; tool_choice",
        "'tools': [{'name':"
            + " 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}];"
            + " tools[0].name",
        "'messages': [{'role': 'user', 'content': 'a'}, {'role': 'assistant', 'content': 'b'}];"
            + " messages",
        "'messages': [{'role': 'user', 'content': [{'type': 'search_result'}]}];"
            + " messages[0].content[0]",
        "'messages': [{'role': 'assistant', 'content': [{'type': 'server_tool_use'}]}];"
            + " messages[0].content[0]",
        "'messages': [{'role': 'user', 'content': [{'type': 'document', 'citations': {'enabled':"
            + " true}}]}]; messages[0].content[0].citations",
        "'messages': [{'role': 'user', 'content': [{'type': 'document', 'source': {'type': 'url',"
            + " 'url': 'https://a.b'}}]}]; messages[0].content[0].source",
        "'messages': [{'role': 'user', 'content': [{'type': 'image', 'source': {'type': 'file',"
            + " 'file_id': 'f'}}]}]; messages[0].content[0].source",
        "'temperature': 'hot'; temperature",
      })
  void whatHasNoCounterpartIsRefusedByName(String fields, String field) {
    Untranslatable refusal =
        Objects.requireNonNull(
            catchThrowableOfType(Untranslatable.class, () -> make("m", false, fields)),
            "was not refused");

    assertThat(refusal.field()).isEqualTo(field);
  }

  @Test
  void longIdsAreMadeToFitAndStayTheSame() throws Exception {
    String id = "toolu_" + "x".repeat(60);
    ObjectNode made =
        make(
            "m",
            true,
            ("'messages': [{'role': 'assistant', 'content': [{'type': 'tool_use', 'id': 'ID',"
                    + " 'name': 'a', 'input': {}}]}, {'role': 'user', 'content': [{'type':"
                    + " 'tool_result', 'tool_use_id': 'ID'}]}], 'metadata': {'user_id': 'ID'}")
                .replace("ID", id));

    String call = made.at("/messages/0/tool_calls/0/id").stringValue("");
    assertThat(call).hasSizeLessThanOrEqualTo(40);
    assertThat(made.at("/messages/1/tool_call_id").stringValue("")).isEqualTo(call);
    assertThat(made.path("user").stringValue("")).hasSize(64).isNotEqualTo(id);
  }

  private static ObjectNode make(String model, boolean reasons, String fields)
      throws Untranslatable {
    ObjectNode request =
        quoted(
            "{'model': 'house/claude', 'max_tokens': 9, 'messages': [{'role': 'user', 'content':"
                + " 'Hi'}]}");
    request.setAll(quoted("{" + fields + "}"));
    return Translations.messagesToChat(model, reasons).request(request);
  }

  private static void expect(JsonNode found, String expected) {
    if (expected.equals("-")) {
      assertThat(found.isMissingNode()).as("%s", found).isTrue();
    } else {
      assertThat(Json.write(found)).isEqualTo(expected.replace('\'', '"'));
    }
  }
}
