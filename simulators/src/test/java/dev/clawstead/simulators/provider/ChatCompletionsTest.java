package dev.clawstead.simulators.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clawstead.simulators.provider.Providers.Reply;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatCompletionsTest {

  private static final String SAY =
      "{'model': 'gpt-4.1-mini', 'messages': [{'role': 'user', 'content': 'say %d words'}]%s}";
  private static final String TOOLS =
      """
      {'model': 'gpt-4.1-mini', 'stream': %s, 'tools': [
          {'type': 'function', 'function': {'name': 'look'}},
          {'type': 'function', 'function': {'name': 'find'}}],
        'messages': [{'role': 'user', 'content': '%s'}]%s}""";

  private final Providers providers = new Providers();

  @AfterEach
  void close() {
    providers.close();
  }

  @Test
  void saysAsManyWordsAsAskedForAndTheSameEveryTime() throws IOException {
    Reply reply = providers.post(Providers.CHAT, SAY.formatted(7, ""));

    assertThat(reply.text("/choices/0/message/content").split(" ")).hasSize(7);
    assertThat(reply.text("/choices/0/finish_reason")).isEqualTo("stop");
    assertThat(providers.post(Providers.CHAT, SAY.formatted(7, "")).body().at("/choices"))
        .isEqualTo(reply.body().at("/choices"));
  }

  @Test
  void countsFourBytesAToken() throws IOException {
    Reply reply = providers.post(Providers.CHAT, SAY.formatted(2, ""));

    // "role" "user" "content" "say 2 words" are 26 bytes, "alpha bravo" are 11.
    assertThat(reply.body().at("/usage/prompt_tokens").asInt()).isEqualTo(7);
    assertThat(reply.body().at("/usage/completion_tokens").asInt()).isEqualTo(3);
    assertThat(reply.body().at("/usage/total_tokens").asInt()).isEqualTo(10);
  }

  @Test
  void streamsAsManyChunksAsTheHeaderSays() throws IOException {
    Reply reply =
        providers.post(
            Providers.CHAT,
            SAY.formatted(3, ", 'stream': true").replace("say", "please"),
            "x-simulate-chunks",
            "20");

    assertThat(reply.events()).hasSize(22);
    assertThat(reply.events()).allMatch(event -> !event.has("usage"));
    assertThat(reply.raw().body()).endsWith("data: [DONE]\n\n");
    assertThat(reply.joined("/choices/0/delta/content").split(" ")).hasSize(20);
  }

  @Test
  void sendsUsageInAChunkWithoutChoicesWhenAsked() throws IOException {
    String more = ", 'stream': true, 'stream_options': {'include_usage': true}";
    List<JsonNode> events = providers.post(Providers.CHAT, SAY.formatted(3, more)).events();

    assertThat(events.getLast().path("choices")).isEmpty();
    assertThat(events.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(5);
    assertThat(events.subList(0, events.size() - 1)).allMatch(e -> e.path("usage").isNull());
  }

  @Test
  void stopsAtTheLimitWithReasoningCounted() throws IOException {
    for (String limit : List.of("max_tokens", "max_completion_tokens")) {
      String body = SAY.replace("gpt-4.1-mini", "gpt-5.1");
      Reply reply = providers.post(Providers.CHAT, body.formatted(500, ", '" + limit + "': 100"));

      assertThat(reply.text("/choices/0/finish_reason")).isEqualTo("length");
      assertThat(reply.body().at("/usage/completion_tokens").asInt()).isEqualTo(100);
      assertThat(reply.body().at("/usage/completion_tokens_details/reasoning_tokens").asInt())
          .isEqualTo(64);
      assertThat(reply.text("/choices/0/message/content")).hasSize(36 * 4);
    }
  }

  @Test
  void callsToolsInParallelWithTheirArguments() throws IOException {
    String text = "call the tool look with {\\'a\\': 1}, then call the tool find.";
    Reply whole = providers.post(Providers.CHAT, TOOLS.formatted("false", text, ""));

    assertThat(whole.text("/choices/0/finish_reason")).isEqualTo("tool_calls");
    assertThat(whole.text("/choices/0/message/tool_calls/0/function/arguments"))
        .isEqualTo("{\"a\": 1}");
    assertThat(whole.text("/choices/0/message/tool_calls/1/function/name")).isEqualTo("find");

    Reply streamed = providers.post(Providers.CHAT, TOOLS.formatted("true", text, ""));
    assertThat(streamed.joined("/choices/0/delta/tool_calls/0/function/name"))
        .isEqualTo("lookfind");
    assertThat(streamed.joined("/choices/0/delta/tool_calls/0/function/arguments"))
        .isEqualTo("{\"a\": 1}{}");
  }

  @Test
  void obeysToolChoice() throws IOException {
    String text = "call the tool look and call the tool find";

    assertThat(calls(text, ", 'tool_choice': 'none'")).isZero();
    assertThat(calls(text, ", 'parallel_tool_calls': false")).isOne();
    assertThat(calls("hello", ", 'tool_choice': 'required'")).isOne();
    assertThat(calls("call the tool shout", "")).isZero();
  }

  @Test
  void talksAgainAfterAToolsResult() throws IOException {
    String body =
        """
        {'model': 'gpt-4.1-mini', 'tools': [{'type': 'function', 'function': {'name': 'look'}}],
          'messages': [{'role': 'user', 'content': 'call the tool look'},
            {'role': 'assistant', 'content': null, 'tool_calls': [{'id': 'call_1',
              'type': 'function', 'function': {'name': 'look', 'arguments': '{}'}}]},
            {'role': 'tool', 'tool_call_id': 'call_1', 'content': 'a wall'}]}""";

    Reply reply = providers.post(Providers.CHAT, body);

    assertThat(reply.text("/choices/0/message/content")).startsWith("The tool has answered.");
  }

  @Test
  void countsAnImageWhateverItsSize() throws IOException {
    String body =
        """
        {'model': 'gpt-4.1-mini', 'messages': [{'role': 'user', 'content': [
          {'type': 'text', 'text': 'hi'},
          {'type': 'image_url', 'image_url': {'url': 'data:image/png;base64,%s'}}]}]}""";

    int small = promptTokens(body.formatted("A"));

    assertThat(small).isGreaterThan(Tokens.IMAGE).isLessThan(Tokens.IMAGE + 30);
    assertThat(promptTokens(body.formatted("A".repeat(100_000)))).isEqualTo(small);
  }

  @Test
  void cachesALongPrefixForTheKeyThatSentIt() throws IOException {
    String system = "{'role': 'system', 'content': '" + "Be kind. ".repeat(1000) + "'}";
    String body =
        "{'model': 'gpt-4.1-mini', 'messages': ["
            + system
            + ", {'role': 'user', 'content': '%s'}]}";

    assertThat(cached(body.formatted("one"), "sk-openai")).isZero();
    int second = cached(body.formatted("two"), "sk-openai");

    assertThat(second).isEqualTo(2176);
    assertThat(cached(body.formatted("three"), "sk-other")).isZero();
    assertThat(cached(body.formatted("five").replace("Be", "Do"), "sk-openai")).isZero();
  }

  private int calls(String text, String more) throws IOException {
    return providers
        .post(Providers.CHAT, TOOLS.formatted("false", text, more))
        .body()
        .at("/choices/0/message/tool_calls")
        .size();
  }

  private int promptTokens(String body) throws IOException {
    return providers.post(Providers.CHAT, body).body().at("/usage/prompt_tokens").asInt();
  }

  private int cached(String body, String key) throws IOException {
    return providers
        .post(Providers.CHAT, body, "Authorization", "Bearer " + key)
        .body()
        .at("/usage/prompt_tokens_details/cached_tokens")
        .asInt();
  }
}
