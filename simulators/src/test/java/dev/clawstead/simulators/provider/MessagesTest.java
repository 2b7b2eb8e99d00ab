package dev.clawstead.simulators.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clawstead.simulators.provider.Providers.Reply;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessagesTest {

  private static final String BODY =
      "{'model': 'claude-haiku-4-5', 'max_tokens': 2000, 'messages':"
          + " [{'role': 'user', 'content': 'say 3 words'}]%s}";

  private final Providers providers = new Providers();

  @AfterEach
  void close() {
    providers.close();
  }

  @Test
  void streamsItsEventsInTheVendorsOrder() throws IOException {
    List<JsonNode> events =
        providers.post(Providers.MESSAGES, BODY.formatted(", 'stream': true")).events();

    assertThat(events.stream().map(e -> e.path("type").asText()))
        .containsExactly(
            "message_start",
            "content_block_start",
            "ping",
            "content_block_delta",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
    assertThat(events.getFirst().at("/message/usage/input_tokens").asInt()).isEqualTo(7);
    assertThat(events.get(7).at("/usage/output_tokens").asInt()).isEqualTo(5);
    assertThat(events.get(7).at("/delta/stop_reason").asText()).isEqualTo("end_turn");
  }

  @Test
  void namesEveryEvent() throws IOException {
    Reply reply = providers.post(Providers.MESSAGES, BODY.formatted(", 'stream': true"));

    assertThat(reply.raw().body())
        .startsWith("event: message_start\ndata: {")
        .contains("event: ping");
    assertThat(reply.raw().headers().firstValue("Content-Type"))
        .hasValue("text/event-stream; charset=utf-8");
  }

  @Test
  void thinksBeforeItSpeaksAndBillsTheThoughts() throws IOException {
    String thinking = ", 'thinking': {'type': 'enabled', 'budget_tokens': 1024}";
    Reply reply = providers.post(Providers.MESSAGES, BODY.formatted(thinking));

    assertThat(reply.text("/content/0/type")).isEqualTo("thinking");
    assertThat(reply.text("/content/1/text")).isEqualTo("alpha bravo charlie");
    assertThat(reply.body().at("/usage/output_tokens").asInt()).isEqualTo(64 + 5);
    assertThat(providers.bill("claude-haiku-4-5").path("reasoning").asInt()).isEqualTo(64);
  }

  @Test
  void streamsToolCallsAsPartialJson() throws IOException {
    String tools =
        ", 'stream': true, 'tools': [{'name': 'look', 'input_schema': {'type': 'object'}}]";
    String body =
        BODY.formatted(tools).replace("say 3 words", "call the tool look with {\\'a\\': 1}");

    Reply reply = providers.post(Providers.MESSAGES, body);

    assertThat(reply.joined("/delta/partial_json")).isEqualTo("{\"a\": 1}");
    assertThat(reply.joined("/delta/stop_reason")).isEqualTo("tool_use");
  }

  @Test
  void writesThePromptToTheCacheUpToTheLastBreakpointAndReadsItBack() throws IOException {
    String system =
        ", 'system': [{'type': 'text', 'text': '"
            + "Be kind. ".repeat(1000)
            + "', 'cache_control': {'type': 'ephemeral'}}]";

    JsonNode first = providers.post(Providers.MESSAGES, BODY.formatted(system)).body();
    JsonNode again = providers.post(Providers.MESSAGES, BODY.formatted(system)).body();
    JsonNode without =
        providers
            .post(Providers.MESSAGES, BODY.formatted(system.replaceFirst(", 'cache_c.*}}", "}")))
            .body();

    assertThat(usage(first)).containsExactly(7, 2253, 0);
    assertThat(usage(again)).containsExactly(7, 0, 2253);
    assertThat(usage(without)).containsExactly(2260, 0, 0);
  }

  @Test
  void readsTheBeginningAndWritesTheRestWhenAConversationGrows() throws IOException {
    String turn = "{'role': 'user', 'content': [{'type': 'text', 'text': '%s'%s}]}";
    String asked = ", 'cache_control': {'type': 'ephemeral'}";
    String body = "{'model': 'claude-haiku-4-5', 'max_tokens': 9, 'messages': [%s]}";
    String longText = "a".repeat(8000);

    JsonNode first =
        providers.post(Providers.MESSAGES, body.formatted(turn.formatted(longText, asked))).body();
    String both = turn.formatted(longText, "") + ", " + turn.formatted("b".repeat(400), asked);
    JsonNode second = providers.post(Providers.MESSAGES, body.formatted(both)).body();

    int written = first.at("/usage/cache_creation_input_tokens").asInt();
    assertThat(written).isGreaterThan(2000);
    assertThat(second.at("/usage/cache_read_input_tokens").asInt()).isEqualTo(written);
    assertThat(second.at("/usage/cache_creation_input_tokens").asInt()).isBetween(100, 115);
  }

  private static List<Integer> usage(JsonNode message) {
    JsonNode usage = message.path("usage");
    return List.of(
        usage.path("input_tokens").asInt(),
        usage.path("cache_creation_input_tokens").asInt(),
        usage.path("cache_read_input_tokens").asInt());
  }
}
