package dev.clawstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A customer's agent as the customer holds it: who owns it, where it is, what opens it. */
record Agent(Api owner, String id, String name, String url, String accessToken) {

  /** Signs up a new person and waits until the agent has an address and answers there. */
  static Agent signUp(Installation installation) {
    return of(installation, installation.api().signUp(), Duration.ofMinutes(2));
  }

  /** Waits until the agent that a signup or an order promised answers. */
  static Agent of(Installation installation, JsonNode signup, Duration limit) {
    Api owner = installation.api().as(signup.path("session").path("token").asText());
    String id = signup.path("instance").path("id").asText();
    Agent[] found = new Agent[1];
    Wait.until(
        limit,
        () -> {
          JsonNode now = owner.get("/api/v1/instances/" + id).orFail().body();
          assertThat(now.path("url").isTextual()).as("has an address: " + now).isTrue();
          Agent agent =
              new Agent(
                  owner,
                  id,
                  now.path("name").asText(),
                  now.path("url").asText(),
                  now.path("accessToken").asText());
          assertThat(agent.get("/").statusCode()).as("answers: " + now).isEqualTo(200);
          found[0] = agent;
        });
    return found[0];
  }

  HttpResponse<String> get(String path) throws IOException {
    return call("GET", path, accessToken, "");
  }

  HttpResponse<String> getAs(@Nullable String token, String path) throws IOException {
    return call("GET", path, token, "");
  }

  HttpResponse<String> put(String path, String body) throws IOException {
    return call("PUT", path, accessToken, body);
  }

  /** Has the agent ask a model something. */
  HttpResponse<String> think() throws IOException {
    return call(
        "POST",
        "/v1/chat/completions",
        accessToken,
        "{\"model\":\"agent\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hi\"}]}");
  }

  private HttpResponse<String> call(String method, String path, @Nullable String token, String body)
      throws IOException {
    return Api.agent(method, url + path, token, body);
  }

  /** The random part of the address. */
  String slug() {
    return url.substring("http://".length(), url.indexOf('.'));
  }

  /** The instance's state as its owner sees it. */
  String state() {
    return owner.get("/api/v1/instances/" + id).orFail().body().path("state").asText();
  }

  /** Deletes the agent and waits until it is gone. */
  void delete() {
    askToDelete();
    isGone();
  }

  /** Asks for the deletion, as the console does once the name is typed. */
  void askToDelete() {
    owner.send("DELETE", "/api/v1/instances/" + id, Map.of("name", name)).orFail();
  }

  /** Waits until the agent is gone. */
  void isGone() {
    Wait.until(Duration.ofMinutes(4), () -> assertThat(state()).isEqualTo("deleted"));
  }
}
