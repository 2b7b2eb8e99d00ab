package dev.clawstead.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.api.Client.Answer;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.order.OpenOrders;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HealthTest {

  private final Stand stand = Stand.up();

  @Test
  void readyNamesEveryPart() {
    Answer ready = stand.client().get("/readyz");

    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.json().at("/parts/0/status").asString()).isEqualTo("up");
  }

  @Test
  void withoutDatabaseTheProcessLivesAndSaysSo() {
    try (var alone = stand.another("clawstead.database.url=jdbc:postgresql://127.0.0.1:1/none")) {
      Client client = Stand.client(alone);

      assertThat(client.get("/healthz").status()).isEqualTo(200);
      Answer ready = client.get("/readyz");
      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.json().at("/parts/0/name").asString()).isEqualTo("database");
      assertThat(ready.json().at("/parts/0/status").asString()).isEqualTo("down");
      Answer signup = client.post("/api/v1/signup", SignupTest.body(Map.of()));
      assertThat(signup.status()).isEqualTo(503);
      assertThat(signup.header("Retry-After")).isNotEmpty();
      assertThat(signup.text()).doesNotContain("jdbc", "Exception");
    }
  }

  @Test
  void withoutTemporalASignupGetsAWarmCellAllTheSame() {
    DSLContext sql = stand.bean(Database.class).sql();
    // A region of its own: in the pools of the other tests orders wait in line before this one.
    sql.transaction(
        tx -> {
          TestRows rows = new TestRows(tx.dsl());
          UUID cell = rows.warmCell(rows.node(10));
          tx.dsl().execute("update cells set region = 'nbg1' where id = ?", cell);
        });
    try (var alone =
        stand.another(
            "clawstead.temporal.target=127.0.0.1:1", "clawstead.regions.nbg1.location=nbg1")) {
      Client client = Stand.client(alone);
      Wait.until(() -> alone.getBean(dev.clawstead.api.health.StartUp.class).isDone());

      Answer signup =
          client.post("/api/v1/signup", SignupTest.body(Map.of("plan", "free", "region", "nbg1")));

      assertThat(signup.status()).isEqualTo(201);
      assertThat(signup.json().at("/instance/state").asString()).isEqualTo("running");
      UUID order = UUID.fromString(signup.json().at("/instance/id").asString());
      assertThat(new OpenOrders(sql).olderThan(Duration.ZERO, 10_000))
          .as("what the sweeper looks at")
          .anyMatch(open -> open.id().equals(order));
    }
  }

  @Test
  void withoutTemporalASignupIsQueuedAndARepeatIsTheSame() {
    try (var alone = stand.another("clawstead.temporal.target=127.0.0.1:1")) {
      Client client = Stand.client(alone);
      Wait.until(() -> alone.getBean(dev.clawstead.api.health.StartUp.class).isDone());
      Map<String, String> body = SignupTest.body(Map.of());

      Answer signup = client.post("/api/v1/signup", body, "no-temporal-" + body.get("email"));

      assertThat(signup.status()).isEqualTo(201);
      assertThat(signup.json().at("/instance/state").asString()).isEqualTo("queued");
      assertThat(signup.json().at("/instance/eta").isString()).isTrue();
      assertThat(client.get("/readyz").status()).isEqualTo(503);
      assertThat(client.post("/api/v1/signup", body, "no-temporal-" + body.get("email")).json())
          .isEqualTo(signup.json());
    }
  }
}
