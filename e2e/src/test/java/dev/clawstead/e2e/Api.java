package dev.clawstead.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a customer's program does: calls the HTTP API and the agents' addresses. */
final class Api {

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI base;
  private final @Nullable String token;

  Api(URI base) {
    this(base, null);
  }

  private Api(URI base, @Nullable String token) {
    this.base = base;
    this.token = token;
  }

  /** A status and its body, which is an empty object where there was none. */
  record Answer(int status, JsonNode body) {

    Answer orFail() {
      if (status >= 300) {
        throw new AssertionError("answered " + status + ": " + body);
      }
      return this;
    }
  }

  Api as(String token) {
    return new Api(base, token);
  }

  Api signIn(String email, String password) {
    Answer answer =
        tryPost(
            "/api/v1/sessions",
            Map.of("email", email, "password", password),
            UUID.randomUUID().toString());
    return as(answer.orFail().body().path("session").path("token").asText());
  }

  /** Signs up a new person with a new agent; repeats with the same key until there is an answer. */
  JsonNode signUp() {
    String key = UUID.randomUUID().toString();
    return persistently("/api/v1/signup", signUpBody(key), key).orFail().body();
  }

  static Map<String, String> signUpBody(String key) {
    return Map.of(
        "email",
        key + "@example.test",
        "password",
        "correct horse " + key,
        "agentName",
        "Agent " + key.substring(0, 8));
  }

  /** Posts until there is an answer that is not a fault of ours: what a careful client does. */
  Answer persistently(String path, Object body, String key) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (true) {
      try {
        Answer answer = post(path, body, key);
        if ((answer.status() < 500
                && answer.status() != 429
                && !answer.body().path("type").asText().contains("in-progress"))
            || System.nanoTime() > deadline) {
          return answer;
        }
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("no answer from " + path + " within two minutes", e);
        }
      }
      Wait.aMoment();
    }
  }

  Answer tryPost(String path, Object body, String key) {
    try {
      return post(path, body, key);
    } catch (IOException e) {
      throw new AssertionError("no answer from " + path, e);
    }
  }

  Answer post(String path, Object body, String key) throws IOException {
    return send(
        request(base.resolve(path))
            .header("Idempotency-Key", key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Installation.JSON.writeValueAsString(body))));
  }

  Answer post(String path) {
    return tryPost(path, Map.of(), UUID.randomUUID().toString());
  }

  Answer send(String method, String path, Object body) {
    try {
      return send(
          request(base.resolve(path))
              .header("Content-Type", "application/json")
              .method(
                  method,
                  HttpRequest.BodyPublishers.ofString(Installation.JSON.writeValueAsString(body))));
    } catch (IOException e) {
      throw new AssertionError("no answer from " + path, e);
    }
  }

  Answer get(String path) {
    try {
      return send(request(base.resolve(path)).GET());
    } catch (IOException e) {
      throw new AssertionError("no answer from " + path, e);
    }
  }

  /** All pages of a list. */
  List<JsonNode> list(String path) {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          get(path + (path.contains("?") ? "&" : "?") + "limit=100" + cursor).orFail().body();
      page.path("items").forEach(items::add);
      cursor =
          page.path("nextCursor").isTextual() ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    return items;
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
    return token == null ? builder : builder.header("Authorization", "Bearer " + token);
  }

  private static Answer send(HttpRequest.Builder request) throws IOException {
    HttpResponse<String> response = text(request.build());
    String body = response.body();
    boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    return new Answer(
        response.statusCode(),
        json && !body.isEmpty() ? Installation.JSON.readTree(body) : none.put("text", body));
  }

  /** Asks an agent's address; {@code accessToken} may be absent, as a stranger has none. */
  static HttpResponse<String> agent(
      String method, String url, @Nullable String accessToken, String body) throws IOException {
    return agent(method, url, accessToken, body, Duration.ofSeconds(20));
  }

  /** The same with more patience or less. */
  static HttpResponse<String> agent(
      String method, String url, @Nullable String accessToken, String body, Duration patience)
      throws IOException {
    // The resolver of the machine need not know *.localhost: connect to loopback, name the host.
    URI address = URI.create(url);
    URI target =
        URI.create(
            "http://127.0.0.1:"
                + address.getPort()
                + address.getRawPath()
                + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery()));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(patience)
            .header("Host", address.getAuthority())
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (accessToken != null) {
      request.header("Authorization", "Bearer " + accessToken);
    }
    return text(request.build());
  }

  static HttpResponse<String> text(HttpRequest request) throws IOException {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
