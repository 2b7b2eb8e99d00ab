package dev.clawstead.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.gateway.Cell;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Stage;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmugglingTest {

  private static Stage stage;
  private static Cell cell;
  private static Agent agent;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.set();
    cell = Cell.saying("x");
    agent = stage.agent(cell);
  }

  @AfterAll
  static void close() throws IOException {
    stage.close();
    cell.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Content-Length: 5",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Transfer-Encoding: x",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding:",
        "Content-Length: 5|Content-Length: 6",
        "Content-Length: 5|Content-Length: 5",
        "Content-Length: 5, 5",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: 0x5",
        "Content-Length: 5 5",
        "Content-Length: 99999999999999999999",
        "Content-Length:",
        "Content-Length : 5",
        "X: a\nContent-Length: 5",
        "X: a\u0000b",
        "X: a\rContent-Length: 5",
        "No-Colon-Here",
        "Host: " + "second.agents.localhost",
      })
  void whatTwoReadersCouldReadDifferentlyIsRefusedAndEndsTheConnection(String headers)
      throws IOException {
    try (Client client = stage.client()) {
      client.send(
          Client.request(
                  "POST",
                  Stage.host(agent),
                  "/",
                  (Stage.bearer(agent) + "|" + headers).split("\\|"))
              + "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: "
              + Stage.host(agent)
              + "\r\n\r\n");

      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.isEnded()).isTrue();
      assertThat(cell.sawNothing()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.1, 400",
    "GET  / HTTP/1.1, 400",
    "GET /a b HTTP/1.1, 400",
    "GET / HTTP/1.2, 400",
    "GET / HTTP/2.0, 400",
    "GET a HTTP/1.1, 400",
    "CONNECT a:443 HTTP/1.1, 501",
    "TRACE / HTTP/1.1, 501",
  })
  void aRequestLineThatMakesNoSenseIsRefused(String line, int status) throws IOException {
    try (Client client = stage.client()) {
      // Without a Host header, so that even the good first line is refused.
      String host =
          status == 501 || line.contains("a") ? "Host: " + Stage.host(agent) + "\r\n" : "";
      client.send(line + "\r\n" + host + "\r\n");
      assertThat(client.answer().status()).isEqualTo(status);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aBrokenChunkEndsTheExchange() throws IOException {
    try (Client client = stage.client();
        Cell reader = Cell.that((wire, head) -> wire.bytes(1000))) {
      Agent mine = stage.agent(reader);
      client.send(
          Client.request(
                  "POST", Stage.host(mine), "/", Stage.bearer(mine), "Transfer-Encoding: chunked")
              + "zz\r\nabc\r\n0\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aFoldWithoutAHeaderBeforeItIsRefused() throws IOException {
    try (Client client = stage.client()) {
      client.send(
          "POST / HTTP/1.1\r\n Transfer-Encoding: chunked\r\nHost: "
              + Stage.host(agent)
              + "\r\n"
              + Stage.bearer(agent)
              + "\r\n\r\n0\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.isEnded()).isTrue();
      assertThat(cell.sawNothing()).isTrue();
    }
  }

  /** Refusing or unfolding are both right (RFC 9112, section 5.2); passing it on is not. */
  @Test
  void aFoldedHeaderReachesTheCellOnOneLine() throws IOException, InterruptedException {
    try (Client client = stage.client();
        Cell own = Cell.saying("mine")) {
      Agent mine = stage.agent(own);
      client.get(Stage.host(mine), "/", Stage.bearer(mine), "X-Folded: a", " Content-Length: 5");

      assertThat(own.head()).contains("\nX-Folded: a Content-Length: 5\n");
    }
  }

  @Test
  void aRequestSentAheadOfAWebSocketsAgreementIsNoPartOfIt()
      throws IOException, InterruptedException {
    BlockingQueue<String> passed = new LinkedBlockingQueue<>();
    try (Client client = stage.client();
        Cell own =
            Cell.that(
                (wire, head) -> {
                  wire.send(StreamingTest.AGREED);
                  passed.add(wire.bytes(1000));
                })) {
      Agent mine = stage.agent(own);
      client.send(
          StreamingTest.upgrade(mine)
              + Client.request("GET", Stage.host(mine), "/smuggled", Stage.bearer(mine)));

      assertThat(client.head().status()).isEqualTo(101);
      assertThat(client.isEnded()).isTrue();
      assertThat(passed.poll(30, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @Test
  void theTargetsHostCountsWhereTheRequestNamesOne() throws IOException, InterruptedException {
    try (Client client = stage.client();
        Cell own = Cell.saying("mine")) {
      Agent mine = stage.agent(own);
      client.send(
          "GET http://"
              + Stage.host(mine)
              + "/x?y HTTP/1.1\r\nHost: evil.example\r\n"
              + Stage.bearer(mine)
              + "\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("mine");
      assertThat(own.head())
          .startsWithIgnoringCase("GET /x?y HTTP/1.1\nHost: " + Stage.host(mine) + "\n");
    }
  }

  @Test
  void everySizeHasALimit() throws IOException {
    try (Client client = stage.client()) {
      client.send(Client.request("GET", Stage.host(agent), "/" + "a".repeat(9_000)));
      assertThat(client.answer().status()).isEqualTo(414);
    }
    try (Client client = stage.client()) {
      client.send(Client.request("GET", Stage.host(agent), "/", "X: " + "a".repeat(40_000)));
      assertThat(client.answer().status()).isEqualTo(431);
    }
    try (Client client = stage.client()) {
      client.send(
          Client.request(
              "POST", Stage.host(agent), "/", Stage.bearer(agent), "Content-Length: 99999999999"));
      assertThat(client.answer().status()).isEqualTo(413);
    }
  }
}
