package dev.clawstead.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.gateway.Cell;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Stage;
import dev.clawstead.gateway.Wait;
import dev.clawstead.secrets.ChatPass;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a page of the console may do with an agent, and what no other page may. */
class ChatDoorTest {

  private static final String CHAT = ChatDoor.PATH;
  private static final String CONSOLE = "Origin: http://console.example.com";
  private static final String EMPTY = "Content-Length: 0";

  private static Stage stage;
  private static Cell cell;
  private static Agent agent;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.set();
    cell = Cell.saying("hello");
    agent = stage.agent(cell);
  }

  @AfterAll
  static void close() throws IOException {
    stage.close();
    cell.close();
  }

  @Test
  void thePassLetsTheConsoleSpeakAsTheOwnerAndReadTheAnswer() throws Exception {
    Cell own = Cell.saying("hello");
    Agent mine = stage.agent(own);
    try (Client client = stage.client()) {
      Answer answer =
          client.ask(
              "POST",
              Stage.host(mine),
              CHAT,
              pass(mine, Duration.ofMinutes(1)),
              CONSOLE,
              "Sec-Fetch-Site: cross-site",
              "Cookie: a=1",
              EMPTY);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("hello");
      assertThat(answer.header("access-control-allow-origin"))
          .isEqualTo("http://console.example.com");
      assertThat(answer.header("access-control-allow-credentials")).isEmpty();
      assertThat(own.head())
          .containsIgnoringCase("authorization: " + Stage.cellKey(mine))
          .containsIgnoringCase("x-clawstead-user: owner")
          .doesNotContain("csc_")
          .doesNotContainIgnoringCase("\norigin:")
          .doesNotContainIgnoringCase("sec-fetch")
          .doesNotContainIgnoringCase("cookie");
    }
    own.close();
  }

  @Test
  void aBrowserLearnsBeforehandThatTheConsoleMayAndNobodyElse() throws IOException {
    try (Client client = stage.client()) {
      Answer yes = preflight(client, CHAT, CONSOLE, "POST");
      assertThat(yes.status()).isEqualTo(204);
      assertThat(yes.header("access-control-allow-origin")).isEqualTo("http://console.example.com");
      assertThat(yes.header("access-control-allow-headers")).contains("authorization");
      assertThat(yes.header("access-control-allow-methods")).isEqualTo("POST");
      assertThat(yes.header("access-control-allow-credentials")).isEmpty();
      assertThat(yes.header("vary")).contains("Origin");
      for (Answer no :
          List.of(
              preflight(client, CHAT, "Origin: http://evil.example.com", "POST"),
              preflight(client, CHAT, "Origin: http://console.example.com:81", "POST"),
              preflight(client, CHAT, "Origin: https://console.example.com", "POST"),
              preflight(client, CHAT, "Origin: null", "POST"),
              preflight(client, CHAT, CONSOLE, "GET"),
              preflight(client, "/files/", CONSOLE, "POST"))) {
        assertThat(no.status()).isEqualTo(401);
        assertThat(noCors(no)).isTrue();
      }
    }
  }

  @Test
  void aPassThatIsOverOrOfAnotherAgentIsRefusedSoThatTheConsoleCanTell() throws IOException {
    Agent other = stage.agent(cell);
    try (Client client = stage.client()) {
      for (String wrong :
          List.of(
              pass(agent, Duration.ofSeconds(-1)),
              pass(other, Duration.ofMinutes(1)),
              pass(agent, Duration.ofMinutes(1)) + "x",
              "Authorization: Bearer csc_")) {
        Answer answer = client.ask("POST", Stage.host(agent), CHAT, wrong, CONSOLE, EMPTY);
        assertThat(answer.status()).as(wrong).isEqualTo(401);
        assertThat(answer.header("access-control-allow-origin"))
            .isEqualTo("http://console.example.com");
      }
    }
  }

  @Test
  void thePassOpensTheChatAndNothingElse() throws IOException {
    String pass = pass(agent, Duration.ofMinutes(1));
    try (Client client = stage.client()) {
      String host = Stage.host(agent);
      for (Answer answer :
          List.of(
              client.get(host, "/", pass, CONSOLE),
              client.get(host, CHAT, pass, CONSOLE),
              client.get(host, "/files/", pass),
              client.ask("POST", host, CHAT + "/x", pass, CONSOLE, EMPTY),
              client.ask("POST", host, "/v1/responses", pass, CONSOLE, EMPTY))) {
        assertThat(answer.status()).isEqualTo(401);
      }
    }
  }

  @Test
  void anotherSitesPageGetsNothingByAPass() throws IOException {
    String pass = pass(agent, Duration.ofMinutes(1));
    try (Client client = stage.client()) {
      for (String origin : List.of("Origin: http://evil.example.com", "Origin: null")) {
        Answer answer = client.ask("POST", Stage.host(agent), CHAT, pass, origin, EMPTY);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(noCors(answer)).isTrue();
      }
    }
  }

  @Test
  void neitherTheAccessTokenNorTheCookieLetsTheConsoleRead() throws IOException {
    try (Client client = stage.client()) {
      String host = Stage.host(agent);
      String cookie =
          client
              .get(host, "/.clawstead/open?ticket=" + stage.ticket(agent))
              .header("set-cookie")
              .split(";", -1)[0];

      assertThat(noCors(client.ask("POST", host, CHAT, Stage.bearer(agent), CONSOLE, EMPTY)))
          .isTrue();
      Answer byCookie = client.ask("POST", host, CHAT, "Cookie: " + cookie, CONSOLE, EMPTY);
      assertThat(byCookie.status()).isEqualTo(403);
      assertThat(noCors(byCookie)).isTrue();
      // A bad pass is not made good by a cookie.
      String over = pass(agent, Duration.ofSeconds(-1));
      assertThat(
              client
                  .ask("POST", host, CHAT, over, "Cookie: " + cookie, "Sec-Fetch-Site: none", EMPTY)
                  .status())
          .isEqualTo(401);
    }
  }

  @Test
  void aNewAccessVersionVoidsThePass() throws IOException {
    Agent held = stage.agent(cell);
    String pass = pass(held, Duration.ofMinutes(1));
    try (Client client = stage.client()) {
      stage.rows.change(
          held, "access_version = 2, access_token_hash = decode(repeat('ab', 32), 'hex')");
      stage.rows.tell(held);

      Wait.until(
          () -> {
            Answer answer = client.ask("POST", Stage.host(held), CHAT, pass, CONSOLE, EMPTY);
            return answer.status() == 401 && !noCors(answer);
          });
    }
  }

  private static Answer preflight(Client client, String path, String origin, String method)
      throws IOException {
    return client.ask(
        "OPTIONS",
        Stage.host(agent),
        path,
        origin,
        "Access-Control-Request-Method: " + method,
        "Access-Control-Request-Headers: authorization,content-type");
  }

  private static String pass(Agent of, Duration left) {
    return "Authorization: Bearer "
        + new ChatPass(Stage.SECRET).issue(of.instance(), 1, Instant.now().plus(left));
  }

  private static boolean noCors(Answer answer) {
    return answer.headers().stream()
        .noneMatch(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-"));
  }
}
