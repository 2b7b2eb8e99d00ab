package dev.clawstead.gateway.model;

import static dev.clawstead.gateway.model.ModelStand.ANSWER;
import static dev.clawstead.gateway.model.ModelStand.CHAT;
import static dev.clawstead.gateway.model.ModelStand.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.generated.tables.records.AttemptsRecord;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes in is answered by its provider, in its protocol, and paid for. */
class ModelGatewayTest {

  private final ChainStand stand = new ChainStand();

  ModelGatewayTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    stand.close();
  }

  @Test
  void aCallIsAnsweredByItsProviderWithOurKeyAndPaidFor() throws Exception {
    stand.first.answers(200, ANSWER);

    Answer answer = stand.ask(CHAT, HELLO, "X-Request-ID: run-7:model:1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ANSWER);
    assertThat(answer.header("x-request-id")).isEqualTo("run-7:model:1");
    Provider.Asked asked = stand.first.asked.getFirst();
    assertThat(asked.path()).isEqualTo("/v1/chat/completions");
    assertThat(asked.header("Authorization")).isEqualTo("Bearer sk-one");
    assertThat(asked.body()).contains("\"model\":\"big-1\"").contains("\"max_completion_tokens\":");
    assertThat(asked.body()).endsWith("\"content\":\"Hello\"}]}");
    AttemptsRecord attempt = stand.recorded(2).getLast();
    assertThat(attempt.getId()).hasToString(asked.header("X-Clawstead-Attempt"));
    assertThat(attempt.getRequestId()).isEqualTo("run-7:model:1");
    assertThat(attempt.getInstanceId()).isEqualTo(stand.agent.instance());
    assertThat(attempt.getMicros()).isEqualTo(100 + 2 * 50);
    assertThat(attempt.getEstimated()).isFalse();
    assertThat(attempt.getOutcome()).isEqualTo("done");
  }

  @Test
  void aStreamComesAsItIsButForTheUsageNobodyAskedFor() throws Exception {
    stand.first.streams(
        "{\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":0}}}",
        "[DONE]");

    Answer answer = stand.ask(CHAT, HELLO.replace("{\"model\"", "{\"stream\":true,\"model\""));

    assertThat(answer.header("content-type")).startsWith("text/event-stream");
    assertThat(answer.body())
        .isEqualTo(
            """
            data: {"choices":[{"delta":{"content":"Hel"}}]}

            data: {"choices":[{"delta":{"content":"lo"},"finish_reason":"stop"}]}

            data: [DONE]

            """);
    assertThat(stand.first.asked.getFirst().body())
        .contains("\"stream_options\":{\"include_usage\":true}");
    assertThat(stand.recorded(2).getLast().getMicros()).isEqualTo(14);
  }

  @Test
  void anthropicsMessagesGoToAnthropicWithItsHeaders() throws Exception {
    stand.first.answers(
        200,
        "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],"
            + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":10,"
            + "\"cache_read_input_tokens\":100,\"output_tokens\":5}}");

    Answer answer =
        stand.ask(
            "/v1/messages",
            "{\"model\":\"poet\",\"max_tokens\":100,\"messages\":[]}",
            "x-api-key: " + stand.key(),
            "anthropic-version: 2023-06-01");

    assertThat(answer.status()).isEqualTo(200);
    Provider.Asked asked = stand.first.asked.getFirst();
    assertThat(asked.path()).isEqualTo("/v1/messages");
    assertThat(asked.header("x-api-key")).isEqualTo("sk-claude");
    assertThat(asked.header("Authorization")).isEmpty();
    assertThat(stand.recorded(2).getLast().getMicros()).isEqualTo(10 + 10 + 10);
  }

  @Test
  void aRequestThatIsWrongIsToldSoAndTriedNowhereElse() throws Exception {
    stand.first.answers(400, "{\"error\":{\"message\":\"messages: too many\"}}");

    Answer answer = stand.ask(CHAT, HELLO);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("messages: too many").contains("invalid_request_error");
    assertThat(stand.second.asked).isEmpty();
  }

  @Test
  void whatIsNotSoldIsRefusedBeforeAnythingIsSpent() throws Exception {
    assertThat(stand.ask(CHAT, HELLO.replace("smart", "gpt-9")).status()).isEqualTo(404);
    assertThat(stand.ask(CHAT, HELLO.replace("smart", "free-for-all")).status()).isEqualTo(404);
    assertThat(stand.ask("/v1/audio/speech", HELLO).status()).isEqualTo(404);
    assertThat(stand.ask(CHAT, "{\"model\":").status()).isEqualTo(400);
    assertThat(stand.ask("/v1/messages", "{\"model\":\"poet\"}").body()).contains("max_tokens");
    try (Client client = stand.stage.modelClient()) {
      assertThat(client.get("x", CHAT, stand.bearer()).status()).isEqualTo(405);
    }
    assertThat(stand.first.asked).isEmpty();
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedUnread() throws Exception {
    try (Client client = stand.stage.modelClient()) {
      client.send(
          Client.request("POST", "x", CHAT, stand.bearer(), "Content-Length: " + (26L << 20)));
      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void theModelsOfAnAgentAreListed() throws Exception {
    try (Client client = stand.stage.modelClient()) {
      Answer answer = client.get("x", "/v1/models", stand.bearer());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("\"id\":\"smart\"").contains("\"id\":\"poet\"");
    }
  }

  @Test
  void aChatMayBeServedByAProviderThatSpeaksMessages() throws Exception {
    stand.first.answers(
        200,
        "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-x\","
            + "\"content\":[{\"type\":\"text\",\"text\":\"Bonjour\"}],\"stop_reason\":\"end_turn\","
            + "\"usage\":{\"input_tokens\":10,\"output_tokens\":5}}");

    Answer answer = stand.ask(CHAT, HELLO.replace("smart", "poet"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"content\":\"Bonjour\"").contains("\"model\":\"poet\"");
    assertThat(stand.first.asked.getFirst().path()).isEqualTo("/v1/messages");
    assertThat(stand.recorded(2).getLast().getMicros()).isEqualTo(20);
  }

  @Test
  void severalCallsShareAConnection() throws Exception {
    stand.first.answers(200, ANSWER).answers(200, ANSWER);
    try (Client client = stand.stage.modelClient()) {
      assertThat(client.send(ChainStand.post(CHAT, HELLO, stand.bearer())).answer().status())
          .isEqualTo(200);
      assertThat(client.send(ChainStand.post(CHAT, "{}", stand.bearer())).answer().status())
          .isEqualTo(400);
      assertThat(client.send(ChainStand.post(CHAT, HELLO, stand.bearer())).answer().status())
          .isEqualTo(200);
    }
  }
}
