package dev.clawstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a part of the control plane frozen, agents answer and the api says what is wrong. */
@Timeout(600)
class DegradedTest {

  private final Installation installation = Installation.up();

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "temporal"})
  void agentsAnswerAndReadinessNamesThePartThatDoesNot(String part) throws IOException {
    Agent agent = Agent.signUp(installation);
    long pid = installation.pid(part);
    URI api = installation.url("api");
    Installation.signal("KILL", pid);
    Installation.signal("STOP", replacement(part, pid));
    long frozen = installation.pid(part);
    try {
      Wait.until(
          Duration.ofSeconds(60),
          () -> {
            HttpResponse<String> ready = get(api, "/readyz");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains(part.equals("postgres") ? "database" : "temporal");
          });
      assertThat(get(api, "/healthz").statusCode()).isEqualTo(200);
      assertThat(agent.get("/").statusCode()).isEqualTo(200);
    } finally {
      Installation.signal("CONT", frozen);
    }
    Wait.until(
        Duration.ofMinutes(2), () -> assertThat(get(api, "/readyz").statusCode()).isEqualTo(200));
    assertThat(Agent.signUp(installation).get("/").statusCode()).isEqualTo(200);
  }

  /** Waits for the part's next process: freezing it right at its start hits it at its weakest. */
  private long replacement(String part, long old) {
    Wait.until(
        Duration.ofMinutes(1),
        () -> assertThat(installation.pid(part)).isPositive().isNotEqualTo(old));
    return installation.pid(part);
  }

  private static HttpResponse<String> get(URI base, String path) throws IOException {
    return Api.text(
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20)).build());
  }
}
