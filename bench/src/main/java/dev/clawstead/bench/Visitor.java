package dev.clawstead.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A person who signs up, follows the agent's timeline as the console does, and opens its address.
 */
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
    if (!isRunning(instance)) {
      instance = untilRunning(instance.path("id").asText(), session);
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!opens(instance.path("url").asText(), instance.path("accessToken").asText())) {
      if (System.nanoTime() > deadline) {
        throw new IOException("its address does not answer within " + PATIENCE + ": " + instance);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return System.nanoTime();
  }

  private static boolean isRunning(JsonNode instance) {
    return "running".equals(instance.path("state").asText());
  }

  private JsonNode untilRunning(String id, String session)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve("/api/v1/instances/" + id + "/timeline"))
            .timeout(PATIENCE)
            .header("Accept", "text/event-stream")
            .header("Authorization", "Bearer " + session)
            .build();
    InputStream events = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
    CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .execute(() -> close(events));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
      String event = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event:")) {
          event = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:") && event.equals("instance")) {
          JsonNode instance = Stand.JSON.readTree(line.substring("data:".length()));
          if (isRunning(instance)) {
            return instance;
          }
        }
      }
    }
    throw new IOException("agent " + id + " does not run within " + PATIENCE);
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
