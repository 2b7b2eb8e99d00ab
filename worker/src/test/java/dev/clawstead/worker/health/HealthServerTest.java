package dev.clawstead.worker.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {

  private final AtomicReference<String> problem = new AtomicReference<>("");
  private final HealthServer server = new HealthServer("127.0.0.1:0", problem::get);

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void livesWhateverIsWrong() throws Exception {
    problem.set("PostgreSQL is not ready");

    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void isReadyOnlyWithoutAProblemAndSaysWhichItIs() throws Exception {
    assertThat(get("/readyz").statusCode()).isEqualTo(200);

    problem.set("Temporal is not ready: UNAVAILABLE \"io\"\n");

    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body())
        .contains("\"detail\":\"Temporal is not ready: UNAVAILABLE  io  \"");
  }

  @Test
  void knowsNothingElse() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
  }

  @Test
  void saysWhichSettingIsWrong() {
    assertThatThrownBy(() -> new HealthServer("7409", problem::get))
        .hasMessage("clawstead.worker.listen must be host:port, but is 7409");
    assertThatThrownBy(() -> new HealthServer("127.0.0.1:" + server.port(), problem::get))
        .hasMessageContaining("cannot listen on 127.0.0.1:" + server.port());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
          BodyHandlers.ofString());
    }
  }
}
