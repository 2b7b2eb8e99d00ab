package dev.clawstead.standalone.platform;

import dev.clawstead.standalone.part.Probe;
import dev.clawstead.standalone.state.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Asks the api, as the operator would, how far nodes and pools have come. */
final class Fleet {

  private final Site site;
  private Optional<String> token = Optional.empty();

  Fleet(Site site) {
    this.site = site;
  }

  /** What is there and what is wanted. */
  record Count(int nodesReady, int warm, int target) {

    boolean complete() {
      return nodesReady > 0 && warm >= target;
    }

    @Override
    public String toString() {
      return nodesReady == 0
          ? "waiting for the first node"
          : warm + " of " + target + " warm cells";
    }
  }

  /** Counts, unless the api cannot say just now. */
  Optional<Count> count() throws InterruptedException {
    try {
      if (token.isEmpty()) {
        token = signIn();
      }
      int nodes = 0;
      for (JsonNode node : items("nodes")) {
        nodes += node.path("state").asString("").equals("ready") ? 1 : 0;
      }
      int warm = 0;
      int target = 0;
      for (JsonNode pool : items("pools")) {
        // A pool whose refill was paused has what it has.
        int wanted = pool.path("paused").asBoolean(false) ? 0 : pool.path("target").asInt(0);
        target += wanted;
        warm += Math.min(wanted, pool.path("warm").asInt(0));
      }
      return Optional.of(new Count(nodes, warm, target));
    } catch (IOException e) {
      token = Optional.empty();
      return Optional.empty();
    }
  }

  private Optional<String> signIn() throws IOException, InterruptedException {
    String body =
        Json.MAPPER.writeValueAsString(
            Map.of(
                "email", PlatformSettings.OPERATOR, "password", site.state().operatorPassword()));
    JsonNode answer =
        send(
            HttpRequest.newBuilder(uri("/api/v1/sessions"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    return Optional.of(answer.path("session").path("token").asString(""));
  }

  private JsonNode items(String what) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri("/api/v1/ops/" + what + "?limit=100"))
            .header("Authorization", "Bearer " + token.orElse("")))
        .path("items");
  }

  private URI uri(String path) {
    return URI.create(site.apiUrl() + path);
  }

  private static JsonNode send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        Probe.CLIENT.send(
            request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("the api answers " + answer.statusCode());
    }
    return Json.MAPPER.readTree(answer.body());
  }
}
