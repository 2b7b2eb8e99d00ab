package dev.clawstead.gateway.translate;

import static dev.clawstead.gateway.translate.Fixtures.NEW_CLAUDE;
import static dev.clawstead.gateway.translate.Fixtures.OLD_CLAUDE;
import static dev.clawstead.gateway.translate.Fixtures.assertSame;
import static dev.clawstead.gateway.translate.Fixtures.chatToMessages;
import static dev.clawstead.gateway.translate.Fixtures.quoted;
import static dev.clawstead.gateway.translate.Fixtures.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ChatToMessagesRequestTest {

  private static final String TOOL =
      "'tools': [{'type': 'function', 'function': {'name': 'a'}},"
          + " {'type': 'function', 'function': {'name': 'b'}}]";

  @Test
  void aWholeAgentsRequestIsCarried() throws Exception {
    ObjectNode request = read("chat-request.json");

    ObjectNode made = chatToMessages(OLD_CLAUDE).request(request);

    assertSame(made, read("chat-request.as-messages.json"));
    assertThat(request).isEqualTo(read("chat-request.json"));
  }

  @ParameterizedTest(name = "{0} makes {1} {2}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "'max_tokens': 5; /max_tokens; 5",
        "'max_tokens': 5, 'max_completion_tokens': 6; /max_tokens; 6",
        "'max_completion_tokens': null; /max_tokens; 4096",
        "'temperature': 0.3; /temperature; 0.3",
        "'temperature': 2; /temperature; 1",
        "'top_p': 0.3; /top_p; 0.3",
        "'temperature': 0.3, 'top_p': 0.3; /top_p; -",
        "'stop': ['a', 'b']; /stop_sequences; ['a','b']",
        "'user': 'u', 'safety_identifier': 's'; /metadata/user_id; 's'",
        "'stream': false; /stream; -",
        "'frequency_penalty': 1, 'presence_penalty': 1; /frequency_penalty; -",
        "'verbosity': 'low', 'service_tier': 'flex', 'brand_new': {}; /brand_new; -",
        "'response_format': {'type': 'text'}; /output_config; -",
        "'tool_choice': 'auto'; /tool_choice; -",
        "TOOL; /tool_choice; -",
        "TOOL, 'tool_choice': 'none', 'parallel_tool_calls': false; /tool_choice; {'type':'none'}",
        "TOOL, 'tool_choice': 'required'; /tool_choice; {'type':'any'}",
        "TOOL, 'tool_choice': {'type': 'function', 'function': {'name': 'a'}}; /tool_choice;"
            + " {'type':'tool','name':'a'}",
        "TOOL, 'parallel_tool_calls': false; /tool_choice;"
            + " {'type':'auto','disable_parallel_tool_use':true}",
        "TOOL, 'parallel_tool_calls': true; /tool_choice; -",
        "TOOL, 'tool_choice': {'type': 'allowed_tools', 'allowed_tools': {'mode': 'required',"
            + " 'tools': [{'type': 'function', 'function': {'name': 'b'}}]}}; /tools/0/name; 'b'",
      })
  void aFieldIsCarriedOrDropped(String fields, String where, String expected) throws Exception {
    expect(OLD_CLAUDE, fields, where, expected);
  }

  @ParameterizedTest(name = "{0} takes {1} as {2} {3}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "claude-opus-5-5; 'reasoning_effort': 'xhigh'; /output_config/effort; 'xhigh'",
        "claude-opus-5-5; 'reasoning_effort': 'xhigh'; /thinking; {'type':'adaptive'}",
        "claude-opus-5-5; 'reasoning_effort': 'none'; /output_config/effort; 'low'",
        "claude-opus-5-5; 'temperature': 0.3, 'top_p': 0.2; /temperature; -",
        "claude-opus-4-7; 'reasoning_effort': 'none'; /thinking; {'type':'disabled'}",
        "claude-opus-4-7; 'reasoning_effort': 'minimal'; /output_config/effort; 'low'",
        "claude-sonnet-4-6; 'reasoning_effort': 'xhigh'; /output_config/effort; 'high'",
        "claude-sonnet-4-6; 'reasoning_effort': 'low', 'temperature': 0.3; /temperature; -",
        "claude-sonnet-4-6; 'temperature': 0.3; /temperature; 0.3",
        "claude-sonnet-4-6; TOOL, 'tool_choice': 'required', 'reasoning_effort': 'low'; /thinking;"
            + " -",
        "claude-opus-4-5; 'reasoning_effort': 'low'; /output_config/effort; 'low'",
        "claude-sonnet-4-5; 'reasoning_effort': 'high'; /output_config; -",
        "claude-sonnet-4-5; 'reasoning_effort': 'low'; /thinking;"
            + " {'type':'enabled','budget_tokens':1024}",
        "claude-sonnet-4-5; 'reasoning_effort': 'high', 'max_tokens': 6000; /thinking/budget_tokens;"
            + " 3000",
        "claude-sonnet-4-5; 'reasoning_effort': 'high', 'max_tokens': 1500; /thinking; -",
        "claude-3-5-haiku-20241022; 'reasoning_effort': 'high'; /thinking; -",
      })
  void whatAModelWouldRefuseIsSaidAsItTakesIt(
      String model, String fields, String where, String expected) throws Exception {
    expect(model, fields, where, expected);
  }

  @Test
  void aTurnBegunWithoutThinkingGoesOnWithoutIt() throws Exception {
    ObjectNode request = read("chat-request.json");
    request.put("reasoning_effort", "high").put("max_completion_tokens", 9000);

    assertThat(chatToMessages(OLD_CLAUDE).request(request).has("thinking")).isFalse();
    assertThat(chatToMessages("claude-opus-4-6").request(request).has("thinking")).isTrue();
    ((ObjectNode) request.path("messages").path(0)).put("role", "user");
    ((ArrayNode) request.path("messages")).add(quoted("{'role': 'assistant', 'content': 'Rain.'}"));
    ((ArrayNode) request.path("messages")).add(quoted("{'role': 'user', 'content': 'Sure?'}"));
    assertThat(chatToMessages(OLD_CLAUDE).request(request).has("thinking")).isTrue();
  }

  @ParameterizedTest(name = "{0} is refused for {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'n': 2| n",
        "'logprobs': true| logprobs",
        "'top_logprobs': 3| top_logprobs",
        "'logit_bias': {'50256': -100}| logit_bias",
        "'audio': {'voice': 'ash', 'format': 'wav'}| audio",
        "'modalities': ['text', 'audio']| modalities",
        "'web_search_options': {}| web_search_options",
        "'moderation': {'model': 'omni'}| moderation",
        "'functions': []| functions",
        "'stop': ' '| stop",
        "'stop': 3| stop",
        "'max_tokens': 0| max_tokens",
        "'max_tokens': 1.5| max_tokens",
        "'temperature': 'hot'| temperature",
        "'reasoning_effort': 'heroic'| reasoning_effort",
        "'response_format': {'type': 'json_object'}| response_format",
        "'tools': [{'type': 'custom', 'custom': {'name': 'a'}}]| tools[0].type",
        "'tools': {}| tools",
        "'messages': []| messages",
        "'messages': [{'role': 'user', 'content': ' '}]| messages",
        "'messages': [{'role': 'user', 'content': 'a'}, {'role': 'assistant', 'content': 'b'}]|"
            + " messages",
        "'messages': [{'role': 'function', 'content': 'a'}]| messages[0].role",
        "'messages': [{'role': 'user', 'content': 3}]| messages[0].content",
        "'messages': [{'role': 'user', 'content': [{'type': 'input_audio'}]}]|"
            + " messages[0].content[0]",
        "'messages': [{'role': 'user', 'content': [{'type': 'image_url', 'image_url': {'url':"
            + " 'data:image/tiff;base64,AA'}}]}]| messages[0].content[0].image_url.url",
        "'messages': [{'role': 'user', 'content': [{'type': 'file', 'file': {'file_id': 'f'}}]}]|"
            + " messages[0].content[0].file.file_id",
        "'messages': [{'role': 'tool', 'content': 'a'}]| messages[0].tool_call_id",
        "'model': ''| request.model",
      })
  void whatHasNoCounterpartIsRefusedByName(String fields, String field) {
    assertThat(refusal(OLD_CLAUDE, fields).field()).isEqualTo(field);
  }

  @Test
  void aForcedCallIsRefusedForModelsThatCannotBeForced() {
    String fields = TOOL + ", 'tool_choice': 'required'";

    assertThat(refusal(NEW_CLAUDE, fields).field()).isEqualTo("tool_choice");
    assertThat(refusal("somebody-elses-model", fields).field()).isEqualTo("tool_choice");
  }

  @Test
  void callsOfToolsThatAreGoneStillHaveTheirTools() throws Exception {
    ObjectNode request = read("chat-request.json");
    request.remove(List.of("tools", "tool_choice", "parallel_tool_calls"));

    ObjectNode made = chatToMessages(OLD_CLAUDE).request(request);

    assertThat(made.path("tools").valueStream().map(t -> Json.text(t, "name")))
        .containsExactly("weather", "now");
    assertSame((ObjectNode) made.path("tool_choice"), quoted("{'type': 'none'}"));
  }

  @Test
  void aConversationThatTheAssistantBeganGetsAnOpening() throws Exception {
    ObjectNode made =
        make(
            OLD_CLAUDE,
            "'messages': [{'role': 'assistant', 'content': 'Hello!'}, {'role': 'user',"
                + " 'content': 'Hi'}]");

    assertThat(made.at("/messages/0/role").stringValue("")).isEqualTo("user");
    assertThat(made.at("/messages/1/content/0/text").stringValue("")).isEqualTo("Hello!");
  }

  @Test
  void anIdThatAnthropicWouldRefuseStillJoinsACallToItsResult() throws Exception {
    ObjectNode made =
        make(
            OLD_CLAUDE,
            "'messages': [{'role': 'user', 'content': 'a'}, {'role': 'assistant', 'tool_calls':"
                + " [{'id': 'functions.a:0', 'function': {'name': 'a', 'arguments': '{}'}}]},"
                + " {'role': 'tool', 'tool_call_id': 'functions.a:0', 'content': 'b'}]");

    String id = made.at("/messages/1/content/0/id").stringValue("");
    assertThat(id).matches("[a-zA-Z0-9_-]{1,64}");
    assertThat(made.at("/messages/2/content/0/tool_use_id").stringValue("")).isEqualTo(id);
  }

  @Test
  void theReasonNamesTheFieldAndNothingOfTheContent() {
    Untranslatable refusal =
        refusal(OLD_CLAUDE, "'messages': [{'role': 'secret', 'content': 'secret'}]");

    assertThat(refusal).hasMessageStartingWith("messages[0].role: ");
    assertThat(refusal.getMessage()).doesNotContain("secret");
  }

  private static void expect(String model, String fields, String where, String expected)
      throws Exception {
    JsonNode found = make(model, fields).at(where);

    if (expected.equals("-")) {
      assertThat(found.isMissingNode()).as("%s", found).isTrue();
    } else {
      assertThat(Json.write(found)).isEqualTo(expected.replace('\'', '"'));
    }
  }

  private static ObjectNode make(String model, String fields) throws Untranslatable {
    ObjectNode request =
        quoted("{'model': 'house/smart', 'messages': [{'role': 'user', 'content': 'Hi'}]}");
    request.setAll(quoted("{" + fields.replace("TOOL", TOOL) + "}"));
    return chatToMessages(model).request(request);
  }

  private static Untranslatable refusal(String model, String fields) {
    return Objects.requireNonNull(
        catchThrowableOfType(Untranslatable.class, () -> make(model, fields)), "was not refused");
  }
}
