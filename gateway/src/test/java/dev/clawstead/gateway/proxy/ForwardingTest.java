package dev.clawstead.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.gateway.Cell;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Stage;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ForwardingTest {

  private static Stage stage;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.set();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void whatConcernsOneConnectionStaysOnIt() throws Exception {
    try (Cell cell =
            Cell.that(
                (wire, head) ->
                    wire.send(
                        "HTTP/1.1 200 OK",
                        "Connection: keep-alive, X-Hop",
                        "X-Hop: 1",
                        "Keep-Alive: timeout=9",
                        "X-End: 2",
                        "Content-Length: 0",
                        "",
                        ""));
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      Answer answer =
          client.get(
              Stage.host(agent),
              "/",
              Stage.bearer(agent),
              "Connection: keep-alive, X-Private, Content-Length",
              "X-Private: 1",
              "Keep-Alive: 300",
              "TE: trailers",
              "Proxy-Authorization: Basic eDp5",
              "Upgrade: h2c",
              "X-Passes: yes");

      assertThat(cell.head())
          .contains("\nX-Passes: yes\n")
          .doesNotContainIgnoringCase("\nx-private:")
          .doesNotContainIgnoringCase("\nkeep-alive:")
          .doesNotContainIgnoringCase("\nte:")
          .doesNotContainIgnoringCase("\nproxy-authorization:")
          .doesNotContainIgnoringCase("\nupgrade:")
          .doesNotContainIgnoringCase("\nconnection:");
      assertThat(answer.header("x-end")).isEqualTo("2");
      assertThat(answer.header("x-hop")).isEmpty();
      assertThat(answer.header("keep-alive")).isEmpty();
      assertThat(answer.header("via")).isEqualTo("1.1 clawstead");
      assertThat(answer.header("date")).endsWith(" GMT");
    }
  }

  @Test
  void whereARequestComesFromIsSaidByTheGatewayAlone() throws Exception {
    try (Cell cell = Cell.saying("x");
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.get(
          Stage.host(agent),
          "/",
          Stage.bearer(agent),
          "X-Forwarded-For: 203.0.113.9",
          "X-Forwarded-Host: evil.example",
          "X-Forwarded-Proto: gopher",
          "Forwarded: for=203.0.113.9",
          "X-Real-IP: 203.0.113.9",
          "X-Clawstead-User: root",
          "Via: 1.0 before");

      assertThat(cell.head())
          .contains("\nHost: " + Stage.host(agent) + "\n")
          .contains("\nX-Forwarded-For: 127.0.0.1\n")
          .contains("\nX-Forwarded-Host: " + Stage.host(agent) + "\n")
          .contains("\nX-Forwarded-Proto: http\n")
          .contains("\nForwarded: for=127.0.0.1;host=\"" + Stage.host(agent) + "\";proto=http\n")
          .containsIgnoringCase("\nvia: 1.0 before, 1.1 clawstead\n")
          .contains("\nX-Clawstead-User: owner\n")
          .doesNotContain("203.0.113.9", "root", "evil");
    }
  }

  @Test
  void chunkedUploadsAndTheirTrailersPass() throws Exception {
    try (Cell cell =
            Cell.that(
                (wire, head) -> {
                  StringBuilder body = new StringBuilder();
                  for (String line = wire.line(); !line.isEmpty(); line = wire.line()) {
                    body.append(line).append('|');
                  }
                  wire.send(Cell.ok(body.toString()));
                });
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.send(
          Client.request(
                  "POST", Stage.host(agent), "/", Stage.bearer(agent), "Transfer-Encoding: chunked")
              + "3\r\nabc\r\n0\r\nX-Sum: 9\r\nContent-Length: 4\r\n\r\n");

      assertThat(client.answer().body()).isEqualToIgnoringCase("3|abc|0|x-sum: 9|");
    }
  }

  @Test
  void theCellsWordToContinueReachesTheClientBeforeItSendsTheBody() throws Exception {
    try (Cell cell =
            Cell.that(
                (wire, head) -> {
                  wire.send("HTTP/1.1 100 Continue\r\n\r\n");
                  wire.send(Cell.ok(wire.bytes(4)));
                });
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.send(
          Client.request(
              "POST",
              Stage.host(agent),
              "/",
              Stage.bearer(agent),
              "Expect: 100-continue",
              "Content-Length: 4"));
      assertThat(client.head().status()).isEqualTo(100);
      client.send("body");
      assertThat(client.answer().body()).isEqualTo("body");
    }
  }

  @Test
  void anOldClientsExpectationIsIgnored() throws Exception {
    try (Cell cell = Cell.that((wire, head) -> wire.send(Cell.ok(wire.bytes(4))));
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.send(
          Client.request(
                      "POST",
                      Stage.host(agent),
                      "/",
                      Stage.bearer(agent),
                      "Expect: 100-continue",
                      "Content-Length: 4")
                  .replace("HTTP/1.1", "HTTP/1.0")
              + "body");
      assertThat(client.answer().body()).isEqualTo("body");
      assertThat(cell.head()).doesNotContainIgnoringCase("\nexpect:");
    }
  }

  @Test
  void hintsReachAClientThatKnowsThem() throws Exception {
    try (Cell cell =
            Cell.that(
                (wire, head) -> {
                  wire.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
                  wire.send(Cell.ok("x"));
                });
        Client client = stage.client();
        Client old = stage.client()) {
      Agent agent = stage.agent(cell);
      String request = Client.request("GET", Stage.host(agent), "/", Stage.bearer(agent));
      client.send(request);
      Answer hints = client.head();
      assertThat(hints.status()).isEqualTo(103);
      assertThat(hints.header("link")).isEqualTo("</a.css>");
      assertThat(client.answer().body()).isEqualTo("x");
      assertThat(old.send(request.replace("HTTP/1.1", "HTTP/1.0")).answer().body()).isEqualTo("x");
    }
  }

  @Test
  void responsesWithoutBodyEndWithTheirHead() throws Exception {
    try (Cell cell =
            Cell.that(
                (wire, head) ->
                    wire.send(
                        head.startsWith("HEAD")
                            ? "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"
                            : head.contains("/204")
                                ? "HTTP/1.1 204 No Content\r\n\r\n"
                                : "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n"));
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      String host = Stage.host(agent);
      // All on one connection: a byte too much or too little would break the next answer.
      assertThat(client.ask("HEAD", host, "/", Stage.bearer(agent)).header("content-length"))
          .isEqualTo("99");
      assertThat(client.get(host, "/204", Stage.bearer(agent)).status()).isEqualTo(204);
      assertThat(client.get(host, "/304", Stage.bearer(agent)).header("content-length"))
          .isEqualTo("7");
      assertThat(client.ask("HEAD", host, "/", Stage.bearer(agent)).status()).isEqualTo(200);
      assertThat(client.ask("HEAD", host, "/").status()).isEqualTo(401);
      assertThat(client.get(host, "/204", Stage.bearer(agent)).status()).isEqualTo(204);
      assertThat(cell.connections).hasValue(1);
    }
  }

  @Test
  void requestsSentAheadAreAnsweredInOrder() throws Exception {
    try (Cell cell = Cell.that((wire, head) -> wire.send(Cell.ok(head.split(" ", -1)[1])));
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      StringBuilder ahead = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        ahead.append(Client.request("GET", Stage.host(agent), "/" + i, Stage.bearer(agent)));
      }
      client.send(ahead.toString());
      for (int i = 0; i < 20; i++) {
        assertThat(client.answer().body()).isEqualTo("/" + i);
      }
    }
  }

  @Test
  void aBodyThatEndsWithItsConnectionIsGivenAnEndOfItsOwn() throws Exception {
    try (Cell cell =
            Cell.that(
                (wire, head) -> {
                  wire.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
                  wire.socket().shutdownOutput();
                });
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      Answer answer = client.get(Stage.host(agent), "/", Stage.bearer(agent));
      assertThat(answer.header("transfer-encoding")).isEqualTo("chunked");
      assertThat(answer.body()).isEqualTo("until the end");
    }
  }

  @Test
  void anOldClientGetsNoChunks() throws Exception {
    try (Cell cell =
            Cell.that(
                (wire, head) ->
                    wire.send(
                        "HTTP/1.1 200 OK",
                        "Transfer-Encoding: chunked",
                        "",
                        "3",
                        "abc",
                        "0",
                        "",
                        ""));
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.send(
          Client.request("GET", Stage.host(agent), "/", Stage.bearer(agent))
              .replace("HTTP/1.1", "HTTP/1.0"));
      Answer answer = client.answer();
      assertThat(answer.header("transfer-encoding")).isEmpty();
      assertThat(answer.body()).isEqualTo("abc");
    }
  }

  @Test
  void aResponseThatBreaksOffIsSeenToBreakOff() throws Exception {
    try (Cell cell =
            Cell.that(
                (wire, head) -> {
                  wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                  wire.socket().close();
                });
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.send(Client.request("GET", Stage.host(agent), "/", Stage.bearer(agent)));
      client.head();
      assertThat(client.chunk()).isEqualTo("abc");
      assertThatThrownBy(client::chunk).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aCellThatIsNotThereOrSaysNonsenseIsABadGateway() throws Exception {
    Cell gone = Cell.saying("x");
    try (Cell broken = Cell.that((wire, head) -> wire.send("what?\r\n\r\n"));
        Cell silent = Cell.that((wire, head) -> wire.socket().close());
        Client client = stage.client()) {
      Agent agent = stage.agent(gone);
      gone.close();
      Answer answer = client.get(Stage.host(agent), "/", Stage.bearer(agent), "Accept: text/html");
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.header("retry-after")).isNotEmpty();
      assertThat(answer.body())
          .as("a page that looks again by itself: after a restart the cell is there in seconds")
          .contains("The agent is not answering", "http-equiv=\"refresh\"");
      for (Cell cell : new Cell[] {broken, silent}) {
        Agent other = stage.agent(cell);
        assertThat(client.get(Stage.host(other), "/", Stage.bearer(other)).status()).isEqualTo(502);
      }
    }
  }

  @Test
  void aKeptConnectionThatTheCellClosesIsReplacedOnceForWhatCanBeRepeated() throws Exception {
    AtomicLong served = new AtomicLong();
    try (Cell cell =
            Cell.that(
                (wire, head) -> {
                  // Every connection serves one request and dies over the second.
                  if (served.incrementAndGet() % 2 == 0) {
                    wire.socket().close();
                  } else {
                    wire.send(Cell.ok("x"));
                  }
                });
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      String host = Stage.host(agent);
      assertThat(client.get(host, "/", Stage.bearer(agent)).status()).isEqualTo(200);
      assertThat(client.get(host, "/", Stage.bearer(agent)).status()).isEqualTo(200);
      assertThat(served).hasValue(3);
      // Kept again, but this one may have had an effect: it is told, not repeated.
      Answer post = client.ask("POST", host, "/", Stage.bearer(agent), "Content-Length: 0");
      assertThat(post.status()).isEqualTo(502);
      assertThat(served).hasValue(4);
    }
  }
}
