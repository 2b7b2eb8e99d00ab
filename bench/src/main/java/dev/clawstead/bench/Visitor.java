package dev.clawstead.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A person who signs up and asks the new agent's address until it answers. */
final class Visitor {

  private static final int PRACTICE = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI api;

  Visitor(URI api) {
    this.api = api;
  }

  /**
   * Signs up and returns the moment ({@link System#nanoTime}) of the first 200; fails otherwise.
   */
  long signUpAndOpen() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String key = UUID.randomUUID().toString();
    JsonNode answer =
        call(
            "POST",
            "/api/v1/signup",
            null,
            Map.of(
                "email", key + "@example.test", "password", "bench " + key, "agentName", "bench"),
            key);
    String session = answer.path("session").path("token").asText();
    JsonNode instance = answer.path("instance");
    while (System.nanoTime() < deadline) {
      if (instance.path("url").isTextual()
          && opens(instance.path("url").asText(), instance.path("accessToken").asText())) {
        return System.nanoTime();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      instance =
          call("GET", "/api/v1/instances/" + instance.path("id").asText(), session, null, key);
    }
    throw new IOException("no answering agent within " + PATIENCE + ": " + instance);
  }

  /** Makes requests that cost the product next to nothing, until this side of them is fast. */
  void practise() throws IOException, InterruptedException {
    for (int i = 0; i < PRACTICE; i++) {
      call("GET", "/api/v1/options", null, null, "practice");
    }
  }

  /** Calls the API and returns the body of a 2xx answer. */
  JsonNode call(
      String method, String path, @Nullable String token, @Nullable Object body, String key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.resolve(path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(Stand.JSON.writeValueAsString(body)));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          method + " " + path + " answered " + response.statusCode() + ": " + response.body());
    }
    return Stand.JSON.readTree(response.body());
  }

  private boolean opens(String url, String accessToken) throws IOException, InterruptedException {
    URI address = URI.create(url);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + "/"))
            .timeout(PATIENCE)
            .header("Host", address.getAuthority())
            .header("Authorization", "Bearer " + accessToken)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }
}
