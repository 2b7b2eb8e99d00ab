package dev.clawstead.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.gateway.Cell;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Stage;
import dev.clawstead.gateway.Wait;
import dev.clawstead.secrets.Tokens;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PermitTest {

  private static final Duration NEVER = Duration.ofHours(1);

  private final Cell stream =
      Cell.that(
          (wire, head) -> {
            if (head.contains("/ws")) {
              wire.send(
                  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                      + "Connection: Upgrade\r\n\r\n+");
            } else {
              wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n+\r\n");
            }
            wire.in().read();
          });
  private Stage stage;

  @BeforeEach
  void set() throws IOException {
    stage = Stage.set(Stage.PATIENT, NEVER);
  }

  @AfterEach
  void close() throws IOException {
    stage.close();
    stream.close();
  }

  @Test
  void aHoldEndsOpenStreamsAndWebSocketsAndIsSaid() throws IOException {
    Agent agent = stage.agent(stream);
    Agent other = stage.agent(stream);
    try (Client events = events(agent);
        Client socket = webSocket(agent);
        Client others = events(other);
        Client asking = stage.client()) {
      stage.rows.hold(agent, "unpaid");

      assertThat(events.isEnded()).isTrue();
      assertThat(socket.isEnded()).isTrue();
      Client.Answer answer = asking.get(Stage.host(agent), "/", Stage.bearer(agent));
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).contains("on hold");
      assertThat(asking.get(Stage.host(agent), "/").status()).isEqualTo(401);
      others.socket.setSoTimeout(1);
      assertThat(others.isEnded()).as("another agent's stream").isFalse();
    }
  }

  @Test
  void anotherEpochEndsWhatBelongsToTheLast() throws IOException {
    Agent agent = stage.agent(stream);
    try (Client events = events(agent)) {
      stage.rows.permit(agent, "epoch = epoch + 1");
      stage.rows.tell(agent);

      assertThat(events.isEnded()).isTrue();
    }
  }

  @Test
  void aRestartLeavesStreamsToTheCell() throws IOException {
    Agent agent = stage.agent(stream);
    try (Client events = events(agent)) {
      stage.rows.state(agent, "starting");
      Wait.until(() -> status(agent) == 503);

      events.socket.setSoTimeout(1);
      assertThat(events.isEnded()).isFalse();
    }
  }

  @Test
  void anAddressThatIsGoneEndsItsStreamsAndSaysSo() throws IOException {
    Agent agent = stage.agent(stream);
    try (Client events = events(agent);
        Client asking = stage.client()) {
      stage.rows.state(agent, "gone");

      assertThat(events.isEnded()).isTrue();
      assertThat(asking.get(Stage.host(agent), "/").status()).isEqualTo(410);
    }
  }

  @Test
  void aLostNotificationIsCaughtByTheNextComparison() throws IOException {
    try (Stage often = Stage.set()) {
      Agent held = often.agent(stream);
      Agent removed = often.agent(stream);
      try (Client events = often.client();
          Client asking = often.client()) {
        events.send(Client.request("GET", Stage.host(held), "/", Stage.bearer(held))).head();
        often.rows.permit(held, "holds = array['abuse']");
        often.rows.forget(removed);

        assertThat(events.isEnded()).isTrue();
        Wait.until(() -> asking.get(Stage.host(removed), "/").status() == 404);
      }
    }
  }

  @Test
  void aWarmCellOpensAtTheOwnersFirstRequestWithoutANotification() throws IOException {
    Cell cell = Cell.saying("mine");
    Agent agent = stage.rows.warm("127.0.0.1", cell.port());
    try (Client client = stage.client()) {
      // Somebody looked just before, and the answer was no.
      assertThat(client.get(Stage.host(agent), "/", Stage.bearer(agent)).status()).isEqualTo(404);
      stage.rows.claim(agent, Tokens.hash(Stage.token(agent)));

      assertThat(client.get(Stage.host(agent), "/", Stage.bearer(agent)).body()).isEqualTo("mine");
    }
    cell.close();
  }

  @Test
  void aTicketOpensAWarmCellToo() throws IOException {
    Cell cell = Cell.saying("mine");
    Agent agent = stage.rows.warm("127.0.0.1", cell.port());
    stage.rows.claim(agent, Tokens.hash(Stage.token(agent)));
    try (Client client = stage.client()) {
      String path = "/.clawstead/open?ticket=" + stage.ticket(agent);
      assertThat(client.get(Stage.host(agent), path).status()).isEqualTo(303);
    }
    cell.close();
  }

  private int status(Agent agent) throws IOException {
    try (Client client = stage.client()) {
      return client
          .send(Client.request("GET", Stage.host(agent), "/", Stage.bearer(agent)))
          .head()
          .status();
    }
  }

  private Client events(Agent agent) throws IOException {
    Client client = stage.client();
    client.send(Client.request("GET", Stage.host(agent), "/", Stage.bearer(agent))).head();
    assertThat(client.chunk()).isEqualTo("+");
    return client;
  }

  private Client webSocket(Agent agent) throws IOException {
    Client client = stage.client();
    client.send(StreamingTest.upgrade(agent)).head();
    assertThat(client.bytes(1)).isEqualTo("+");
    return client;
  }
}
