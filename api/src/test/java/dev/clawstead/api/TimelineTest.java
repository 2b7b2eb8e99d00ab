package dev.clawstead.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.api.Client.SignedUp;
import dev.clawstead.db.Database;
import dev.clawstead.db.event.Timeline.Line;
import dev.clawstead.db.life.Lives;
import dev.clawstead.domain.EventLevel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class TimelineTest {

  private final Stand stand = Stand.up();
  private final SignedUp owner = stand.client().signUp("pro");
  private final UUID instance = UUID.fromString(owner.instance());
  private final String path = "/api/v1/instances/" + instance + "/timeline";

  @Test
  void theListTellsWhoDidWhat() {
    JsonNode first = owner.client().get(path).orFail().json().at("/items/0");

    assertThat(first.at("/kind").asString()).isEqualTo("ordered");
    assertThat(first.at("/actor").asString()).isEqualTo("you");
    assertThat(first.at("/title").asString()).contains("Ada");
    assertThat(first.at("/level").asString()).isEqualTo("info");
  }

  @Test
  void theStreamTellsWhatWasAndWhatComes() throws Exception {
    try (Stream stream = new Stream(Map.of())) {
      assertThat(stream.next("timeline").at("/kind").asString()).isEqualTo("ordered");
      assertThat(stream.next("instance").at("/id").asString()).isEqualTo(instance.toString());

      note("something", "Something happened");

      assertThat(stream.next("timeline").at("/title").asString()).isEqualTo("Something happened");
    }
  }

  @Test
  void whoComesBackGoesOnAfterTheLastEvent() throws Exception {
    note("missed", "Missed");
    String last = owner.client().get(path).json().at("/items/0/id").asString("");

    try (Stream stream = new Stream(Map.of("Last-Event-ID", last))) {
      String next;
      do {
        next = stream.next("timeline").at("/title").asString();
      } while (next.startsWith("Waiting"));
      assertThat(next).isEqualTo("Missed");
    }
  }

  @Test
  void nobodyElseMayFollow() throws Exception {
    assertThat(
            stand.client().send("GET", path, null, Map.of("Accept", "text/event-stream")).status())
        .isEqualTo(401);
  }

  private void note(String key, String title) {
    new Lives(stand.bean(Database.class).sql())
        .note(instance, Line.of(key, "note", EventLevel.INFO, title));
  }

  /** A client of the event stream. */
  private final class Stream implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final BufferedReader lines;

    Stream(Map<String, String> headers) throws IOException, InterruptedException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(owner.client().base() + path))
              .header("Accept", "text/event-stream")
              .header("Authorization", "Bearer " + owner.client().token());
      headers.forEach(request::header);
      HttpResponse<InputStream> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The data of the next event of this name. */
    JsonNode next(String event) throws IOException {
      String line;
      String name = "";
      while ((line = lines.readLine()) != null) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ") && name.equals(event)) {
          return Client.JSON.readTree(line.substring("data: ".length()));
        }
      }
      throw new AssertionError("the stream ended");
    }

    @Override
    public void close() throws IOException {
      http.shutdownNow();
      lines.close();
    }
  }
}
