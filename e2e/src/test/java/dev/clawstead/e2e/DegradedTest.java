package dev.clawstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a part of the control plane down, agents answer and the api says what is wrong. */
@Timeout(600)
class DegradedTest {

  private final Installation installation = Installation.up();

  @ParameterizedTest
  @CsvSource({"postgres, database", "temporal, temporal"})
  void agentsAnswerAndReadinessNamesThePartThatDoesNot(String part, String named)
      throws IOException {
    Agent agent = Agent.signUp(installation);
    URI api = installation.url("api");
    long supervisor = installation.pid("supervisor");
    long victim = installation.pid(part);
    // A frozen supervisor restarts nothing, so that what is killed stays down.
    Installation.signal("STOP", supervisor);
    try {
      Installation.signal("KILL", victim);
      Wait.until(
          Duration.ofSeconds(60),
          () -> {
            HttpResponse<String> ready = get(api, "/readyz");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("\"name\":\"" + named + "\",\"status\":\"down\"");
          });
      assertThat(get(api, "/healthz").statusCode()).isEqualTo(200);
      assertThat(agent.get("/").statusCode()).isEqualTo(200);
    } finally {
      Installation.signal("CONT", supervisor);
    }
    Wait.until(
        Duration.ofMinutes(2), () -> assertThat(get(api, "/readyz").statusCode()).isEqualTo(200));
    assertThat(Agent.signUp(installation).get("/").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> get(URI base, String path) throws IOException {
    return Api.text(
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20)).build());
  }
}
