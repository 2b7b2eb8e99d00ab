package dev.clawstead.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.gateway.Cell;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Stage;
import dev.clawstead.gateway.Wait;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagesTest {

  private static final String BROWSER =
      "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  private static Stage stage;
  private static Cell cell;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.set();
    cell = Cell.saying("x");
  }

  @AfterAll
  static void close() throws IOException {
    stage.close();
    cell.close();
  }

  @ParameterizedTest
  @CsvSource({
    "starting, 503, The agent is starting, true, 2",
    "failed, 503, The agent does not run, true, 30",
    "gone, 410, This agent was deleted, true, ''",
    "warm, 404, No agent lives here, false, ''",
  })
  void everyStateHasAPageForPeopleAndAProblemForPrograms(
      String state, int status, String title, boolean console, String retry) throws IOException {
    Agent agent = stage.agent(cell);
    stage.rows.state(agent, state);
    try (Client client = stage.client()) {
      String host = Stage.host(agent);
      Wait.until(() -> client.get(host, "/", Stage.bearer(agent)).status() == status);

      Answer page = client.get(host, "/", Stage.bearer(agent), BROWSER);
      assertThat(page.status()).isEqualTo(status);
      assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
      assertThat(page.body())
          .contains("<h1>" + title + "</h1>")
          .doesNotContain("{style}", "{link}");
      assertThat(page.body().contains("http://console.example.com/")).isEqualTo(console);
      assertThat(page.body().contains("http-equiv=\"refresh\""))
          .isEqualTo(state.equals("starting"));
      assertThat(page.header("content-security-policy")).startsWith("default-src 'none'; ");
      assertThat(page.header("cache-control")).isEqualTo("no-store");
      assertThat(page.header("retry-after")).isEqualTo(retry);

      Answer problem = client.get(host, "/", Stage.bearer(agent), "Accept: application/json");
      assertThat(problem.status()).isEqualTo(status);
      assertThat(problem.header("content-type")).isEqualTo("application/problem+json");
      assertThat(problem.body())
          .startsWith("{\"type\":\"urn:clawstead:problem:")
          .contains("\"title\":\"" + title + "\",\"status\":" + status);
    }
  }

  @Test
  void aProgramThatSaysNothingGetsAProblem() throws IOException {
    try (Client client = stage.client()) {
      Answer answer = client.get("a".repeat(20) + ".agents.localhost", "/");
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    }
  }

  @Test
  void onlyTheOwnerSeesWhatIsTheMatter() throws IOException {
    Agent agent = stage.agent(cell);
    stage.rows.state(agent, "failed");
    try (Client client = stage.client()) {
      Wait.until(() -> client.get(Stage.host(agent), "/", Stage.bearer(agent)).status() == 503);
      Answer answer = client.get(Stage.host(agent), "/", BROWSER);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.body()).contains("private").contains("http://console.example.com/");
    }
  }

  @Test
  void aPathOfOursNeverReachesTheAgent() throws IOException {
    Cell own = Cell.saying("x");
    Agent agent = stage.agent(own);
    try (Client client = stage.client()) {
      assertThat(client.get(Stage.host(agent), "/.clawstead/x", Stage.bearer(agent)).status())
          .isEqualTo(404);
      assertThat(own.sawNothing()).isTrue();
    }
    own.close();
  }

  @Test
  void theGatewaysOwnAddressTellsItsHealth() throws IOException {
    try (Client client = stage.client()) {
      assertThat(client.get("127.0.0.1", "/healthz").body()).isEqualTo("ok\n");
      Wait.until(() -> client.get("localhost", "/readyz").body().startsWith("{\"status\":\"ok\""));
      assertThat(client.get("localhost", "/").status()).isEqualTo(404);
    }
  }

  @Test
  void cellsFindNothingButHealthAtTheirAddress() throws IOException {
    try (Client client = stage.cellSideClient()) {
      assertThat(client.get("x", "/healthz").body()).isEqualTo("ok\n");
      assertThat(client.get("x", "/").status()).isEqualTo(404);
    }
  }
}
