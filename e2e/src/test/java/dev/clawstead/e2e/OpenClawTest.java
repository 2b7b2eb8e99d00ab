package dev.clawstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The main job and model calls with the real OpenClaw instead of the small agent. */
@Timeout(1500)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenClawTest {

  private static final Duration TURN = Duration.ofMinutes(2);
  private static final String SCRIPT =
      "cd e2e/console && node openclaw.mjs"
          + " --console \"$CONSOLE\" --email \"$EMAIL\" --password \"$PASSWORD\""
          + " --agent \"$AGENT\" --out \"$OUT\"";

  private final Map<String, String> person = Api.signUpBody("openclaw");
  private final Installation installation = Installation.openClaw();
  private Agent agent;

  @BeforeAll
  void signUp() {
    JsonNode signup =
        installation.api().tryPost("/api/v1/signup", person, "openclaw").orFail().body();
    agent = Agent.of(installation, signup, Duration.ofMinutes(4));
  }

  @AfterEach
  void nothingIsWrongWithTheProviders() {
    faults().send("DELETE", "/faults", Map.of()).orFail();
  }

  @AfterAll
  void remove() {
    installation.close();
  }

  @Test
  @Order(1)
  void itsControlUiOpensOnTheAgentsAddressWebSocketIncluded() {
    Shell.installClients();
    Map<String, String> environment =
        Map.of(
            "CONSOLE", installation.url("console").toString(),
            "EMAIL", person.get("email"),
            "PASSWORD", person.get("password"),
            "AGENT", agent.name(),
            "OUT", Shell.ROOT.resolve("e2e/target/console").toString());
    System.out.println(
        Shell.run(Duration.ofMinutes(6), environment, List.of("sh", "-c", SCRIPT))
            .orFail("the browser")
            .output());
  }

  @Test
  @Order(2)
  void aTurnIsAnsweredAndPaid() throws IOException {
    answers();

    Wait.until(
        Duration.ofSeconds(20),
        () -> {
          JsonNode lines = usage().path("lines");
          assertThat(lines.isEmpty()).isFalse();
          assertThat(lines.path(0).path("micros").asLong()).isPositive();
        });
  }

  @Test
  @Order(3)
  void atItsCapItSaysSoAndWorksOnTheFirstTurnAfterTheRaise() throws IOException {
    capOf(1);

    Wait.until(
        TURN,
        () -> {
          HttpResponse<String> refused = turn();
          assertThat(refused.body()).containsIgnoringCase("usage limit").contains("resets");
        });

    agent
        .owner()
        .tryPost(
            "/api/v1/instances/" + agent.id() + "/raise",
            Map.of("micros", 5_000_000),
            "raise-" + agent.id())
        .orFail();
    answers();
  }

  @Test
  @Order(4)
  void aSlowProviderOnlyTakesLonger() throws IOException {
    fault(
        Map.of("effect", "slow", "delayMs", 6000, "match", Map.of("path", "completions|messages")));

    answers();
  }

  @Test
  @Order(5)
  void aProvidersDeadKeyIsNoMatterOfTheAgent() throws IOException {
    fault(
        Map.of(
            "effect", "status", "status", 401, "times", 1000, "match", Map.of("path", "openai")));

    answers();
    answers();

    assertThat(usage().path("lines").findValuesAsText("provider")).contains("anthropic");
  }

  @Test
  @Order(6)
  void itThinksOnWithANewKeyOfItsOwn() {
    agent
        .owner()
        .tryPost(
            "/api/v1/instances/" + agent.id() + "/model-key/rotate",
            Map.of("overlapSeconds", 0),
            "rotate-" + agent.id())
        .orFail();

    Wait.until(Duration.ofMinutes(6), this::answers);
  }

  private void answers() throws IOException {
    HttpResponse<String> answer = turn();
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode said = Installation.JSON.readTree(answer.body());
    assertThat(said.at("/choices/0/message/content").asText()).isNotBlank();
    assertThat(answer.body()).doesNotContainIgnoringCase("usage limit");
  }

  private HttpResponse<String> turn() throws IOException {
    String body =
        Installation.JSON.writeValueAsString(
            Map.of(
                "model",
                "openclaw",
                "user",
                "a-conversation",
                "messages",
                List.of(Map.of("role", "user", "content", "Say hi"))));
    return Api.agent("POST", agent.url() + "/v1/chat/completions", agent.accessToken(), body, TURN);
  }

  private JsonNode usage() {
    return agent.owner().get("/api/v1/instances/" + agent.id() + "/usage").orFail().body();
  }

  private void capOf(long microsPerMonth) {
    agent
        .owner()
        .send(
            "PUT",
            "/api/v1/instances/" + agent.id() + "/caps",
            Map.of("month", Map.of("micros", microsPerMonth), "choice", "stop"))
        .orFail();
  }

  private Api faults() {
    return new Api(installation.url("providers"));
  }

  private void fault(Map<String, ?> rule) throws IOException {
    faults().post("/faults", rule, "fault").orFail();
  }
}
