package dev.clawstead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Database;
import dev.clawstead.db.route.AgentRows;
import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.secrets.Tokens;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageTest {

  private static final Database.Address NOWHERE =
      new Database.Address("jdbc:postgresql://127.0.0.1:1/clawstead", "x", "x");

  @Test
  void aGatewayThatStartsWithoutPostgresServesItsCopyAndDeniesAtOnce() throws Exception {
    try (Stage stage = Stage.set();
        Cell cell = Cell.saying("still here")) {
      Agent agent = stage.agent(cell);
      Agent held = stage.agent(cell);
      stage.rows.hold(held, "owner");
      Path copy = stage.folder.resolve("routes");
      Wait.until(() -> Files.exists(copy) && Files.readString(copy).contains("\towner\t"));
      assertThat(Files.readString(copy)).doesNotContain("csa_", "csk_", Stage.token(agent));
      stage.gateway.close();

      stage.gateway = stage.start(NOWHERE, Stage.PATIENT, Stage.OFTEN);

      try (Client client = stage.client()) {
        String host = Stage.host(agent);
        assertThat(client.get(host, "/", Stage.bearer(agent)).body()).isEqualTo("still here");
        assertThat(client.get(host, "/").status()).isEqualTo(401);
        assertThat(client.get(Stage.host(held), "/", Stage.bearer(held)).status()).isEqualTo(403);
        assertThat(client.get("a".repeat(20) + ".agents.localhost", "/").status()).isEqualTo(404);
        assertThat(client.get(host, "/.clawstead/open?ticket=x").status()).isEqualTo(503);
        Answer ready = client.get("localhost", "/readyz");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body())
            .contains("\"status\":\"degraded\"", "\"database\":\"does not answer\"");
      }
    }
  }

  @Test
  void aGatewayThatIsClosedLeavesTheLatestTable() throws Exception {
    try (Stage stage = Stage.set(Stage.PATIENT, Duration.ofHours(1));
        Cell cell = Cell.saying("here")) {
      Agent agent = stage.agent(cell);
      stage.gateway.close();

      assertThat(stage.folder.resolve("routes")).content().contains(agent.slug());
    }
  }

  @Test
  void aGatewayThatNeverHadATableSaysThatItIsNotReady() throws Exception {
    try (Stage stage = Stage.set()) {
      stage.gateway.close();
      for (Path file : List.of(stage.folder.resolve("routes"))) {
        Files.deleteIfExists(file);
      }
      stage.gateway = stage.start(NOWHERE, Stage.PATIENT, Stage.OFTEN);
      try (Client client = stage.client()) {
        assertThat(client.get("localhost", "/readyz").status()).isEqualTo(503);
        assertThat(client.get("localhost", "/healthz").status()).isEqualTo(200);
        assertThat(client.get("a".repeat(20) + ".agents.localhost", "/").status()).isEqualTo(503);
      }
    }
  }

  @Test
  void agentsAnswerWhilePostgresIsDownAndChangesArriveWhenItIsBack() throws Exception {
    Path data = Files.createTempDirectory("postgres");
    EmbeddedPostgres first = postgres(data, 0);
    int port = first.getPort();
    Database.Address address =
        new Database.Address(first.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
    try (Database database = Database.open(address, 2)) {
      database.migrate();
    }
    try (Stage stage = Stage.over(address, Stage.PATIENT);
        Cell cell = Cell.saying("here")) {
      Agent agent = stage.agent(cell);
      first.close();
      try (Client client = stage.client()) {
        Wait.until(() -> client.get("localhost", "/readyz").body().contains("degraded"));
        assertThat(client.get(Stage.host(agent), "/", Stage.bearer(agent)).body())
            .isEqualTo("here");

        // A pool of its own: the stage's may still hold connections that died with the first.
        try (EmbeddedPostgres second = postgres(data, port);
            Database again = Database.open(address, 1)) {
          Wait.until(() -> client.get("localhost", "/readyz").body().contains("\"ok\""));
          assertThat(second.getPort()).isEqualTo(port);
          AgentRows rows = new AgentRows(again);
          Agent fresh = rows.warm("127.0.0.1", cell.port());
          rows.claim(fresh, Tokens.hash(Stage.token(fresh)));
          Wait.until(() -> client.get(Stage.host(fresh), "/", Stage.bearer(fresh)).status() == 200);
        }
      }
    }
  }

  private static EmbeddedPostgres postgres(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }
}
