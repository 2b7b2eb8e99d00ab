package dev.clawstead.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The operator of the bench's installation. */
final class Operator {

  private static final Duration REST_WITHIN = Duration.ofMinutes(5);
  private static final long LOOK_MILLIS = 500;

  private final Visitor visitor;
  private final String token;

  private Operator(Visitor visitor, String token) {
    this.visitor = visitor;
    this.token = token;
  }

  static Operator signIn(URI api, JsonNode login) throws IOException, InterruptedException {
    Visitor visitor = new Visitor(api);
    Map<String, String> body =
        Map.of("email", login.path("email").asText(), "password", login.path("password").asText());
    JsonNode session =
        visitor.call("POST", "/api/v1/sessions", null, body, UUID.randomUUID().toString());
    return new Operator(visitor, session.path("session").path("token").asText());
  }

  /** No cell is made ahead from now on. */
  void pauseRefill() throws IOException, InterruptedException {
    call("PATCH", "/api/v1/ops/pools/fsn1/small", Map.of("paused", true));
  }

  /** Waits until every order has been served and its workflow knows. */
  void awaitRest() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + REST_WITHIN.toNanos();
    for (String state : List.of("placed", "queued", "claimed")) {
      while (!call("GET", "/api/v1/ops/orders?limit=1&state=" + state, null)
          .path("items")
          .isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new IOException("orders are still " + state + " after " + REST_WITHIN);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
  }

  private JsonNode call(String method, String path, @Nullable Object body)
      throws IOException, InterruptedException {
    return visitor.call(method, path, token, body, UUID.randomUUID().toString());
  }
}
