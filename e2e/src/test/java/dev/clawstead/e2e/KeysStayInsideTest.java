package dev.clawstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * No key is found anywhere: not in logs, journals, tables, workflow histories, answers or what
 * Docker tells of containers. Everything that the installation keeps is searched, but for the
 * folder of its secrets, the catalogue's file that an operator wrote, and the simulated vendors'.
 */
@Timeout(600)
class KeysStayInsideTest {

  /** A cell's credential, a cell's key to models, or one that an owner minted. */
  private static final String OURS = "cs[km]_[A-Za-z0-9_-]{43}";

  private final Installation installation = Installation.up();
  private final JsonNode signup = installation.api().signUp();
  private final Api owner = installation.api().as(signup.at("/session/token").asText());
  private final String instance = "/api/v1/instances/" + signup.at("/instance/id").asText();

  @Test
  void keysAreFoundNowhereOutsideTheirPlaces() throws Exception {
    String atProvider =
        Files.readString(installation.state().resolve("secrets/openai-token")).strip();
    String wrong = "sk-wrong-" + UUID.randomUUID();
    String marker = "marker-" + UUID.randomUUID();
    String minted = mint();
    StringBuilder answers = new StringBuilder();

    answers.append(bring("sk-" + atProvider).orFail().body());
    answers.append(bring(wrong).body());
    String served = call(minted, marker, "default");
    assertThat(served).as("the answer to a key that was minted just now").contains("choices");
    answers.append(served);
    answers.append(call(minted, marker, "there-is-no-such-model"));
    answers.append(call(minted + "x", marker, "default"));
    answers.append(owner.get("/api/v1/provider-keys").orFail().body());
    answers.append(owner.get(instance + "/keys").orFail().body());
    Wait.until(
        Duration.ofMinutes(1),
        () ->
            assertThat(owner.get(instance + "/attempts").orFail().body().toString())
                .contains(marker));
    answers.append(owner.get(instance + "/attempts").orFail().body());
    answers.append(installation.operator().get("/api/v1/ops/breakers").orFail().body());

    String keys = OURS + "|" + atProvider + "|" + wrong + "|" + minted;
    assertThat(answers.toString()).doesNotContainPattern(keys);
    assertThat(new World(installation).toldByDocker()).doesNotContainPattern(keys);
    assertThat(filesWith(keys)).isEmpty();
    // The search finds what is there: the call's own id is in the journal and in the tables.
    assertThat(filesWith(marker)).contains("/gateway/journal").contains("/postgres/");
  }

  private String filesWith(String pattern) {
    return Shell.run(
            Duration.ofMinutes(3),
            Map.of("LC_ALL", "C"),
            List.of(
                "grep",
                "-rlaE",
                "--devices=skip",
                "--exclude-dir=secrets",
                "--exclude-dir=simulators",
                "--exclude=models.json",
                "-e",
                pattern,
                installation.state().toString()))
        .output();
  }

  private String mint() {
    return owner
        .tryPost(instance + "/keys", Map.of("name", "planted"), UUID.randomUUID().toString())
        .orFail()
        .body()
        .path("key")
        .asText();
  }

  private Api.Answer bring(String key) {
    return owner.tryPost(
        "/api/v1/provider-keys",
        Map.of("provider", "openai", "name", "planted", "key", key),
        UUID.randomUUID().toString());
  }

  /** What a call of this model with this key is answered. */
  private String call(String key, String id, String model)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(installation.url("models") + "/chat/completions"))
            .timeout(Duration.ofMinutes(1))
            .header("Authorization", "Bearer " + key)
            .header("X-Request-ID", id)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\""
                        + model
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.headers().map() + answer.body();
    }
  }
}
