package dev.clawstead.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.gateway.Cell;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Stage;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  @Test
  void aClientThatDribblesItsHeadIsCutOff() throws IOException {
    try (Stage stage = Stage.set(Stage.patience(SHORT), Stage.OFTEN);
        Client client = stage.client()) {
      client.send("GET / HT");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aClientThatStopsInTheMiddleOfItsBodyIsCutOff() throws Exception {
    try (Stage patient = Stage.set();
        Cell reader = Cell.that((wire, head) -> wire.bytes(1000))) {
      Agent agent = patient.agent(reader);
      try (Stage stage = Stage.over(patient.address, Stage.patience(SHORT));
          Client client = stage.client()) {
        client.send(
            Client.request(
                "POST", Stage.host(agent), "/", Stage.bearer(agent), "Content-Length: 1000"));
        assertThat(client.isEnded()).isTrue();
        assertThat(reader.head()).startsWith("POST / ");
      }
    }
  }
}
