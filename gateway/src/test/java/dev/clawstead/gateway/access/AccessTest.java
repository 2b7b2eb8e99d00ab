package dev.clawstead.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.gateway.Cell;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Stage;
import dev.clawstead.gateway.Wait;
import dev.clawstead.secrets.Tokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTest {

  private static final int REDEEMERS = 64;

  private static Stage stage;
  private static Cell cell;
  private static Agent agent;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.set();
    cell = Cell.saying("hello");
    agent = stage.agent(cell);
  }

  @BeforeEach
  void forget() {
    cell.forget();
  }

  @AfterAll
  static void close() throws IOException {
    stage.close();
    cell.close();
  }

  @Test
  void theAccessTokenOpensTheAgentAndEndsAtTheGateway() throws Exception {
    try (Client client = stage.client()) {
      Answer answer = client.get(Stage.host(agent), "/a?b=c", Stage.bearer(agent));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("hello");
      assertThat(cell.head())
          .startsWith("GET /a?b=c HTTP/1.1\n")
          .containsIgnoringCase("authorization: " + Stage.cellKey(agent))
          .containsIgnoringCase("x-clawstead-user: owner")
          .doesNotContain("csa_");
    }
  }

  @Test
  void aStrangerIsRefused() throws IOException {
    List<String> wrong =
        List.of(
            "Accept: */*",
            "Authorization: Bearer " + Tokens.random("csa_"),
            "Authorization: Bearer",
            "Authorization: Basic " + Stage.token(agent),
            "Authorization: Bearer " + Stage.token(agent) + "x",
            "Cookie: clawstead-agent=9999999999." + "A".repeat(43),
            "Cookie: clawstead-agent=",
            "X-Clawstead-User: owner");
    try (Client client = stage.client()) {
      for (String header : wrong) {
        Answer answer = client.get(Stage.host(agent), "/", header);
        assertThat(answer.status()).as(header).isEqualTo(401);
        assertThat(answer.header("www-authenticate")).startsWith("Bearer");
      }
    }
  }

  @Test
  void anotherAgentsTokenDoesNotOpenThisOne() throws IOException {
    Agent other = stage.agent(cell);
    try (Client client = stage.client()) {
      assertThat(client.get(Stage.host(agent), "/", Stage.bearer(other)).status()).isEqualTo(401);
    }
  }

  @Test
  void aTicketBecomesACookieThatOpensOnlyItsAgent() throws Exception {
    Agent other = stage.agent(cell);
    try (Client client = stage.client()) {
      Answer opened =
          client.get(Stage.host(agent), "/.clawstead/open?ticket=" + stage.ticket(agent));

      assertThat(opened.status()).isEqualTo(303);
      assertThat(opened.header("location")).isEqualTo("/");
      String cookie = opened.header("set-cookie");
      assertThat(cookie)
          .startsWith("clawstead-agent=")
          .contains("; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=43200")
          .doesNotContain("Domain");
      String pair = "Cookie: a=1; " + cookie.substring(0, cookie.indexOf(';')) + "; b=2";
      assertThat(client.get(Stage.host(agent), "/with-cookie", pair).status()).isEqualTo(200);
      assertThat(client.get(Stage.host(other), "/", pair).status()).isEqualTo(401);
      Wait.until(() -> cell.head().startsWith("GET /with-cookie "));
    }
  }

  @Test
  void onlyOurOwnCookieIsTakenOut() throws Exception {
    Cell own = Cell.saying("x");
    Agent mine = stage.agent(own);
    try (Client client = stage.client()) {
      String pair = cookie(client, mine);
      client.get(Stage.host(mine), "/", "Cookie: a=1; " + pair + "; b=2", "Cookie: c=3");

      assertThat(own.head())
          .contains("\ncookie: a=1; b=2; c=3\n")
          .doesNotContain("clawstead-agent");
    }
    own.close();
  }

  @Test
  void ofManyBrowsersWithOneTicketOneGetsIn() throws Exception {
    String path = "/.clawstead/open?ticket=" + stage.ticket(agent);
    CyclicBarrier start = new CyclicBarrier(REDEEMERS);
    List<Future<Integer>> browsers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < REDEEMERS; i++) {
        browsers.add(
            threads.submit(
                () -> {
                  try (Client client = stage.client()) {
                    start.await();
                    return client.get(Stage.host(agent), path).status();
                  }
                }));
      }
    }
    List<Integer> statuses = new ArrayList<>();
    for (Future<Integer> browser : browsers) {
      statuses.add(browser.get());
    }
    assertThat(statuses).containsOnlyOnce(303).containsOnly(303, 403);
  }

  @Test
  void aTicketOfAnotherAgentIsVoidHereAndStaysGoodThere() throws IOException {
    Agent other = stage.agent(cell);
    String path = "/.clawstead/open?ticket=" + stage.ticket(other);
    try (Client client = stage.client()) {
      Answer wrong = client.get(Stage.host(agent), path, "Accept: text/html");
      assertThat(wrong.status()).isEqualTo(403);
      assertThat(wrong.body()).contains("http://console.example.com/");
      // Previews ask with HEAD and must not use it up.
      assertThat(client.ask("HEAD", Stage.host(other), path).status()).isEqualTo(405);
      assertThat(client.get(Stage.host(other), path).status()).isEqualTo(303);
    }
  }

  @Test
  void aNewAccessVersionVoidsTokenAndCookie() throws IOException {
    Agent rotated = stage.agent(cell);
    try (Client client = stage.client()) {
      String pair = cookie(client, rotated);
      assertThat(client.get(Stage.host(rotated), "/", "Cookie: " + pair).status()).isEqualTo(200);

      stage.rows.change(
          rotated, "access_version = 2, access_token_hash = decode(repeat('ab', 32), 'hex')");
      stage.rows.tell(rotated);

      Wait.until(() -> client.get(Stage.host(rotated), "/", "Cookie: " + pair).status() == 401);
      assertThat(client.get(Stage.host(rotated), "/", Stage.bearer(rotated)).status())
          .isEqualTo(401);
    }
  }

  @Test
  void theCookieDoesNotServeOtherSitesPages() throws IOException {
    try (Client client = stage.client()) {
      String pair = "Cookie: " + cookie(client, agent);
      String host = Stage.host(agent);
      assertThat(client.get(host, "/", pair, "Sec-Fetch-Site: same-site").status()).isEqualTo(403);
      assertThat(client.get(host, "/", pair, "Origin: http://evil.agents.localhost").status())
          .isEqualTo(403);
      assertThat(client.get(host, "/", pair, "Origin: http://" + host).status()).isEqualTo(200);
      assertThat(
              client
                  .get(host, "/", pair, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
                  .status())
          .isEqualTo(200);
    }
  }

  @Test
  void healthIsOpenToEverybodyAndCarriesNothingAlong() throws Exception {
    Cell own = Cell.saying("fine");
    Agent mine = stage.agent(own);
    try (Client client = stage.client()) {
      Answer answer =
          client.get(Stage.host(mine), "/healthz?x=1", "Cookie: a=1", Stage.bearer(mine));

      assertThat(answer.body()).isEqualTo("fine");
      assertThat(own.head())
          .startsWith("GET /healthz HTTP/1.1\n")
          .doesNotContainIgnoringCase("authorization")
          .doesNotContainIgnoringCase("cookie");
      assertThat(client.ask("POST", Stage.host(mine), "/healthz", "Content-Length: 0").status())
          .isEqualTo(401);
    }
    own.close();
  }

  @Test
  void hostNamesAreComparedWithoutCase() throws IOException {
    try (Client client = stage.client()) {
      String shouted = Stage.host(agent).toUpperCase(Locale.ROOT);
      assertThat(client.get(shouted, "/", Stage.bearer(agent)).status()).isEqualTo(200);
      assertThat(client.get(shouted + ":80", "/", Stage.bearer(agent)).status()).isEqualTo(200);
    }
  }

  @Test
  void otherHostNamesAreNotServed() throws IOException {
    List<String> foreign =
        List.of(
            agent.slug() + ".agents.localhost:81",
            agent.slug() + ".agents.localhost.evil.example",
            "x." + agent.slug() + ".agents.localhost",
            agent.slug(),
            "agents.localhost",
            "evil.example",
            agent.slug() + ".agents.localhost:x");
    for (String host : foreign) {
      try (Client client = stage.client()) {
        assertThat(client.get(host, "/", Stage.bearer(agent)).status()).as(host).isEqualTo(421);
      }
    }
  }

  static String cookie(Client client, Agent agent) throws IOException {
    String header =
        client
            .get(Stage.host(agent), "/.clawstead/open?ticket=" + stage.ticket(agent))
            .header("set-cookie");
    return header.substring(0, header.indexOf(';'));
  }
}
