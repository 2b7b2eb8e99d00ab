package dev.clawstead.gateway.model;

import static dev.clawstead.db.generated.Tables.CAPS;
import static dev.clawstead.gateway.model.ModelStand.ANSWER;
import static dev.clawstead.gateway.model.ModelStand.CHAT;
import static dev.clawstead.gateway.model.ModelStand.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.generated.tables.records.AttemptsRecord;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Wait;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What OpenClaw's clawrouter plugin asks for, as it asks for it. */
class ClawRouterTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final ModelStand stand;

  ClawRouterTest() throws IOException {
    stand = ModelStand.set();
  }

  @AfterEach
  void close() throws IOException {
    stand.close();
  }

  @Test
  void theCatalogueTellsWhichModelIsCalledHow() throws Exception {
    JsonNode providers = JSON.readTree(stand.get("/v1/catalog").body()).path("providers");

    JsonNode ours = providers.path(0);
    assertThat(ours.path("openaiCompatible").asBoolean()).isTrue();
    assertThat(ours.at("/models/0/id").asString()).isEqualTo("smart");
    assertThat(ours.at("/models/0/capabilities/0").asString()).isEqualTo("llm.chat");
    assertThat(ours.at("/models/0/pricing/outputMicrosPerMillion").asLong()).isEqualTo(2_000_000);
    assertThat(ours.at("/models/0/pricing/maxInputTokens").asLong()).isEqualTo(100_000);
    JsonNode anthropic = providers.path(1);
    assertThat(anthropic.path("nativeBaseUrl").asString()).isEqualTo("/v1/native/anthropic");
    assertThat(anthropic.at("/routes/0/requestFormat").asString()).isEqualTo("anthropic.messages");
    assertThat(anthropic.at("/routes/0/methods/0").asString()).isEqualTo("POST");
    assertThat(anthropic.at("/models/0/upstream").asString()).isEqualTo("poet");
    assertThat(anthropic.at("/models/0/capabilities/0").asString()).isEqualTo("llm.messages");
  }

  @Test
  void whereTheCatalogueLeadsToACallIsServed() throws Exception {
    stand.provider.answers(
        200,
        "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],"
            + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":10,\"output_tokens\":5}}");

    Answer answer =
        stand.ask(
            "/v1/native/anthropic/v1/messages",
            "{\"model\":\"poet\",\"max_tokens\":9,\"messages\":[]}",
            "X-Request-ID: run-1:model:2");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-request-id")).isEqualTo("run-1:model:2");
    assertThat(stand.provider.asked.getFirst().path()).isEqualTo("/v1/messages");
  }

  @Test
  void theBudgetIsSeenInsideTheAgent() throws Exception {
    stand
        .stage
        .database
        .sql()
        .insertInto(CAPS, CAPS.SCOPE, CAPS.SCOPE_ID, CAPS.PERIOD, CAPS.MICROS)
        .values("instance", stand.agent.instance(), "month", 1_000_000L)
        .execute();
    stand.provider.answers(200, ANSWER);
    assertThat(stand.ask(CHAT, HELLO).status()).isEqualTo(200);
    stand.recorded(1);

    Wait.until(() -> usage().at("/usage/summary/requestCount").asLong() == 1);

    JsonNode usage = usage();
    assertThat(usage.at("/usage/summary/totalTokens").asLong()).isEqualTo(150);
    assertThat(usage.at("/usage/summary/actualCostMicros").asLong()).isEqualTo(200);
    JsonNode budget = usage.path("budget");
    assertThat(budget.path("configured").asBoolean()).isTrue();
    assertThat(budget.path("windowKey").asString())
        .isEqualTo("monthly/" + LocalDate.now(ZoneOffset.UTC).toString().substring(0, 7));
    // The plan's tokens are used most: a thousandth and more of them, of the money a part less.
    assertThat(budget.path("unit").asString()).isEqualTo("rated-tokens");
    assertThat(budget.path("limitMicros").asLong()).isEqualTo(100_000);
    assertThat(budget.path("spentMicros").asLong())
        .isEqualTo(stand.recorded(1).getFirst().getRatedTokens());
  }

  @Test
  void withoutAKeyNothingIsTold() throws Exception {
    for (String path : new String[] {"/v1/catalog", "/v1/usage"}) {
      try (Client client = stand.client()) {
        assertThat(client.get("models", path).status()).isEqualTo(401);
      }
      try (Client client = stand.client()) {
        client.send(stand.post(path, "{}"));
        assertThat(client.answer().status()).isEqualTo(405);
      }
    }
  }

  @Test
  void whatAnAgentDoesInTheBackgroundIsCountedApart() throws Exception {
    stand.provider.answers(200, ANSWER).answers(200, ANSWER);

    stand.ask(CHAT, HELLO);
    AttemptsRecord person = stand.recorded(1).getLast();
    stand.ask(CHAT, HELLO.replace("Hello", "[cron:1 news] Go"));
    AttemptsRecord background = stand.recorded(2).getLast();

    assertThat(person.getKind()).isEqualTo("person");
    assertThat(background.getKind()).isEqualTo("background");
  }

  private JsonNode usage() throws IOException {
    Answer answer = stand.get("/v1/usage");
    assertThat(answer.status()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }
}
