package dev.clawstead.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Calls the API over HTTP, as somebody or as nobody. */
record Client(String base, @Nullable String token) {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final String PASSWORD = "correct horse battery";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Client as(String bearer) {
    return new Client(base, bearer);
  }

  Answer get(String path) {
    return send("GET", path, null, Map.of());
  }

  Answer post(String path, @Nullable Object body) {
    return send("POST", path, body, Map.of());
  }

  Answer post(String path, @Nullable Object body, String key) {
    return send("POST", path, body, Map.of("Idempotency-Key", key));
  }

  Answer delete(String path, @Nullable Object body) {
    return send("DELETE", path, body, Map.of());
  }

  /** Sends a body as JSON, or as it is if it is a text. */
  Answer send(String method, String path, @Nullable Object body, Map<String, String> headers) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (body != null) {
      all.put("Content-Type", "application/json");
    }
    if (token != null) {
      all.put("Authorization", "Bearer " + token);
    }
    all.putAll(headers);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(
                        body instanceof String text ? text : JSON.writeValueAsString(body)));
    all.forEach(request::header);
    try {
      return new Answer(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A new account with an agent; {@code plan} may hold more than one. */
  SignedUp signUp(String plan) {
    String email = UUID.randomUUID() + "@example.test";
    JsonNode body =
        post(
                "/api/v1/signup",
                Map.of("email", email, "password", PASSWORD, "agentName", "Ada", "plan", plan))
            .orFail()
            .json();
    return new SignedUp(as(body.at("/session/token").asString()), email, body);
  }

  /** Somebody who has just signed up. */
  record SignedUp(Client client, String email, JsonNode body) {

    String instance() {
      return body.at("/instance/id").asString();
    }
  }

  /** What came back. */
  record Answer(HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String text() {
      return response.body();
    }

    JsonNode json() {
      return text().isEmpty() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(text());
    }

    /** The first field that a problem names. */
    String field() {
      return json().at("/errors/0/field").asString("");
    }

    Answer orFail() {
      if (status() >= 300) {
        throw new AssertionError(
            response.request().uri() + " answered " + status() + ": " + text());
      }
      return this;
    }
  }
}
