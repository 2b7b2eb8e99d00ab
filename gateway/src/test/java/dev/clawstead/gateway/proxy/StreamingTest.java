package dev.clawstead.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.gateway.Cell;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Stage;
import dev.clawstead.gateway.Wait;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamingTest {

  static final String AGREED =
      String.join(
          "\r\n",
          "HTTP/1.1 101 Switching Protocols",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Accept: abc",
          "",
          "");

  private static final int MEGABYTE = 1024 * 1024;
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
  void eachServerSentEventArrivesBeforeTheNextIsMade() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (Cell cell =
            Cell.that(
                (wire, head) -> {
                  wire.send(
                      "HTTP/1.1 200 OK",
                      "Content-Type: text/event-stream",
                      "Transfer-Encoding: chunked",
                      "",
                      "");
                  for (int i = 0; i < 5; i++) {
                    wire.send("9\r\ndata: " + i + "\n\n\r\n");
                    assertThat(seen.take()).contains("data: " + i);
                  }
                  wire.send("0\r\nX-Trailer: t\r\n\r\n");
                });
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.send(Client.request("GET", Stage.host(agent), "/", Stage.bearer(agent)));
      assertThat(client.head().header("content-type")).isEqualTo("text/event-stream");
      for (int i = 0; i < 5; i++) {
        seen.add(client.chunk());
      }
      assertThat(client.chunk()).isEmpty();
      assertThat(client.line()).isEqualToIgnoringCase("X-Trailer: t");
    }
  }

  @Test
  void aLargeUploadWaitsInTheClientWhileTheCellDoesNotRead() throws Exception {
    int megabytes = 100;
    CountDownLatch read = new CountDownLatch(1);
    AtomicLong sent = new AtomicLong();
    try (Cell cell =
            Cell.that(
                (wire, head) -> {
                  read.await();
                  long got = 0;
                  byte[] part = new byte[MEGABYTE];
                  while (got < (long) megabytes * MEGABYTE) {
                    got += wire.in().read(part);
                  }
                  wire.send(Cell.ok("" + got));
                });
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.send(
          Client.request(
              "POST",
              Stage.host(agent),
              "/",
              Stage.bearer(agent),
              "Content-Length: " + megabytes * MEGABYTE));
      Thread sender = Thread.ofVirtual().start(() -> upload(client, megabytes, sent));
      // The sockets' buffers fill, then nothing moves: the gateway holds none of it.
      awaitStandstill(sent);
      assertThat(sent.get()).isLessThan(30L * MEGABYTE);

      read.countDown();

      assertThat(client.answer().body()).isEqualTo("" + megabytes * MEGABYTE);
      sender.join();
    }
  }

  @Test
  void aLargeDownloadWaitsInTheCellWhileTheClientDoesNotRead() throws Exception {
    int megabytes = 100;
    AtomicLong sent = new AtomicLong();
    try (Cell cell =
            Cell.that(
                (wire, head) -> {
                  wire.send(
                      "HTTP/1.1 200 OK\r\nContent-Length: " + megabytes * MEGABYTE + "\r\n\r\n");
                  byte[] part = new byte[MEGABYTE / 4];
                  for (int i = 0; i < megabytes * 4; i++) {
                    wire.out().write(part);
                    sent.addAndGet(part.length);
                  }
                });
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.send(Client.request("GET", Stage.host(agent), "/", Stage.bearer(agent)));
      awaitStandstill(sent);
      assertThat(sent.get()).isLessThan(30L * MEGABYTE);

      assertThat(client.answer().body()).hasSize(megabytes * MEGABYTE);
    }
  }

  @Test
  void aWebSocketPassesByteForByte() throws Exception {
    try (Cell cell =
            Cell.that(
                (wire, head) -> {
                  wire.send(
                      "HTTP/1.1 101 Switching Protocols",
                      "Upgrade: websocket",
                      "Connection: Upgrade",
                      "Sec-WebSocket-Accept: abc",
                      "Sec-WebSocket-Protocol: mine",
                      "",
                      "first");
                  while (true) {
                    wire.send(wire.bytes(1));
                  }
                });
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.send(upgrade(agent));
      Answer answer = client.head();
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.header("upgrade")).isEqualTo("websocket");
      assertThat(answer.header("connection")).isEqualToIgnoringCase("upgrade");
      assertThat(answer.header("sec-websocket-protocol")).isEqualTo("mine");
      assertThat(cell.head())
          .containsIgnoringCase("\nconnection: upgrade\n")
          .containsIgnoringCase("\nupgrade: websocket\n")
          .contains("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
      assertThat(client.bytes(5)).isEqualTo("first");
      for (int i = 0; i < 1000; i++) {
        client.send("ping" + i);
        assertThat(client.bytes(("ping" + i).length())).isEqualTo("ping" + i);
      }
    }
  }

  @Test
  void aRefusedUpgradeIsAnOrdinaryAnswer() throws Exception {
    try (Cell cell = Cell.saying("no");
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.send(upgrade(agent));
      assertThat(client.answer().body()).isEqualTo("no");
      assertThat(client.get(Stage.host(agent), "/", Stage.bearer(agent)).body()).isEqualTo("no");
    }
  }

  @Test
  void anAgreementWithoutAKeyIsAWebSocketToo() throws Exception {
    try (Cell cell =
            Cell.that(
                (wire, head) -> {
                  wire.send(
                      "HTTP/1.1 101 Switching Protocols",
                      "Upgrade: websocket",
                      "Connection: Upgrade",
                      "",
                      "");
                  wire.send(wire.bytes(3));
                });
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.send(upgrade(agent));
      assertThat(client.head().status()).isEqualTo(101);
      assertThat(client.send("abc").bytes(3)).isEqualTo("abc");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aClientThatGoesAwayIsGoneForTheCellToo(boolean webSocket) throws Exception {
    CompletableFuture<Integer> seen = new CompletableFuture<>();
    try (Cell cell =
            Cell.that(
                (wire, head) -> {
                  wire.send(
                      webSocket
                          ? AGREED
                          : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n+\r\n");
                  seen.complete(wire.in().read());
                });
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.send(
          webSocket
              ? upgrade(agent)
              : Client.request("GET", Stage.host(agent), "/", Stage.bearer(agent)));
      client.head();

      client.socket.close();

      assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo(-1);
    }
  }

  @Test
  void aClientThatGoesAwayBeforeTheAnswerIsGoneForTheCellToo() throws Exception {
    CompletableFuture<Integer> seen = new CompletableFuture<>();
    try (Cell cell = Cell.that((wire, head) -> seen.complete(wire.in().read()));
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.send(Client.request("GET", Stage.host(agent), "/", Stage.bearer(agent)));
      assertThat(cell.head()).startsWith("GET / ");

      client.socket.close();

      assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo(-1);
    }
  }

  @Test
  void aWebSocketThatTheCellEndsIsEnded() throws Exception {
    try (Cell cell =
            Cell.that(
                (wire, head) -> {
                  wire.send(AGREED + "last");
                  wire.socket().close();
                });
        Client client = stage.client()) {
      Agent agent = stage.agent(cell);
      client.send(upgrade(agent));
      assertThat(client.head().status()).isEqualTo(101);
      assertThat(client.bytes(4)).isEqualTo("last");
      assertThat(client.isEnded()).isTrue();
    }
  }

  static String upgrade(Agent agent) {
    return Client.request(
        "GET",
        Stage.host(agent),
        "/ws",
        Stage.bearer(agent),
        "Connection: keep-alive, Upgrade",
        "Upgrade: WebSocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
  }

  private static void upload(Client client, int megabytes, AtomicLong sent) {
    byte[] part = new byte[MEGABYTE / 4];
    try {
      for (int i = 0; i < megabytes * 4; i++) {
        client.out.write(part);
        sent.addAndGet(part.length);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the count has not moved over many looks. */
  private static void awaitStandstill(AtomicLong count) {
    long[] last = {-1};
    int[] same = {0};
    Wait.until(
        () -> {
          long now = count.get();
          same[0] = now == last[0] && now > 0 ? same[0] + 1 : 0;
          last[0] = now;
          return same[0] > 40;
        });
  }
}
