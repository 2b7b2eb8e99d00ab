package dev.clawstead.api;

import static dev.clawstead.db.generated.Tables.AUDIT;
import static dev.clawstead.db.generated.Tables.EFFECTS;
import static dev.clawstead.db.generated.Tables.POOLS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.api.Client.Answer;
import dev.clawstead.api.Client.SignedUp;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestRows;
import dev.clawstead.domain.UuidV7;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class OpsTest {

  private final Stand stand = Stand.up();
  private final DSLContext db = stand.bean(Database.class).sql();
  private final Client operator = RoutesTest.operator();

  @Test
  void nodesSayWhatTheyHold() {
    TestRows rows = new TestRows(db);
    UUID node = rows.node(10);
    rows.warmCell(node);

    JsonNode row = item("/api/v1/ops/nodes", node);

    assertThat(row.at("/cells/warm").asInt()).isEqualTo(1);
    assertThat(row.at("/committedMb").asInt()).isEqualTo(32);
    assertThat(row.at("/workflowUrl").asString())
        .isEqualTo("http://127.0.0.1:7403/namespaces/default/workflows/node%2F" + node);
  }

  @Test
  void instancesComeWithoutWhatOpensThem() {
    SignedUp owner = stand.client().signUp("pro");

    JsonNode row = item("/api/v1/ops/instances", UUID.fromString(owner.instance()));

    assertThat(row.at("/accountEmail").asString()).isEqualTo(owner.email());
    assertThat(row.has("accessToken")).isFalse();
  }

  @Test
  void aPoolsTargetAndSwitchAreTheOperators() {
    db.insertInto(POOLS)
        .set(POOLS.REGION, "hel1")
        .set(POOLS.SIZE, "small")
        .set(POOLS.IMAGE, "agent-lite")
        .set(POOLS.TARGET, 3)
        .onConflictDoNothing()
        .execute();
    String pool = "/api/v1/ops/pools/hel1/small";

    JsonNode changed = patch(pool, Map.of("target", 7)).orFail().json();
    assertThat(changed.at("/target").asInt()).isEqualTo(7);
    assertThat(changed.at("/paused").asBoolean()).isFalse();
    assertThat(patch(pool, Map.of("paused", true)).json().at("/target").asInt()).isEqualTo(7);

    assertThat(patch(pool, Map.of("target", -1)).field()).isEqualTo("target");
    assertThat(patch(pool, Map.of("target", "many")).field()).isEqualTo("target");
    assertThat(patch("/api/v1/ops/pools/hel1/tiny", Map.of("target", 1)).status()).isEqualTo(404);
  }

  @Test
  void anOrderThatWaitsCanBeGivenUpAndThenNoMore() {
    SignedUp owner = stand.client().signUp("business");
    String order = "/api/v1/ops/orders/" + owner.instance();

    assertThat(operator.post(order + "/retry", null).status()).isEqualTo(202);
    Answer cancelled = operator.post(order + "/cancel", null, "cancel-1");
    assertThat(cancelled.status()).isEqualTo(202);
    assertThat(cancelled.json().at("/state").asString()).isEqualTo("cancelled");
    assertThat(operator.post(order + "/cancel", null, "cancel-1").json())
        .isEqualTo(cancelled.json());
    assertThat(operator.post(order + "/cancel", null).status()).isEqualTo(409);
    assertThat(operator.post(order + "/retry", null).status()).isEqualTo(409);
  }

  @Test
  void theLedgerIsReadByState() {
    UUID id = UuidV7.next();
    db.insertInto(EFFECTS)
        .set(EFFECTS.ID, id)
        .set(EFFECTS.PROVIDER, "docker")
        .set(EFFECTS.KIND, "volume")
        .set(EFFECTS.OWNER_KIND, "cell")
        .set(EFFECTS.OWNER_ID, id.toString())
        .set(EFFECTS.NAME, "cell-" + id)
        .set(EFFECTS.STATE, "unresolved")
        .execute();

    assertThat(item("/api/v1/ops/effects?state=unresolved", id).at("/kind").asString())
        .isEqualTo("volume");
    assertThat(operator.get("/api/v1/ops/effects?state=present").text())
        .doesNotContain(id.toString());
    assertThat(operator.get("/api/v1/ops/effects?state=odd").field()).isEqualTo("state");
  }

  @Test
  void theStatusNamesTheParts() {
    JsonNode status = operator.get("/api/v1/ops/status").orFail().json();

    assertThat(status.at("/ready").asBoolean()).isTrue();
    assertThat(status.at("/parts/0/name").asString()).isEqualTo("database");
    assertThat(status.at("/parts/1/name").asString()).isEqualTo("temporal");
    assertThat(status.at("/temporalUiUrl").asString()).isEqualTo("http://127.0.0.1:7403");
  }

  @Test
  void whatWasDoneIsWrittenDown() {
    SignedUp owner = stand.client().signUp("business");
    UUID account = UUID.fromString(owner.body().at("/account/id").asString());
    operator.post("/api/v1/ops/orders/" + owner.instance() + "/cancel", null).orFail();

    assertThat(db.fetchCount(AUDIT, AUDIT.SUBJECT.eq("account:" + account))).isEqualTo(1);
    assertThat(db.fetchSingle(AUDIT, AUDIT.SUBJECT.eq("order:" + owner.instance())).getActor())
        .startsWith("operator:");
  }

  private Answer patch(String path, Object body) {
    return operator.send("PATCH", path, body, Map.of());
  }

  private JsonNode item(String list, UUID id) {
    JsonNode items =
        operator.get(list + (list.contains("?") ? "&" : "?") + "limit=100").orFail().json();
    for (JsonNode item : items.at("/items")) {
      if (item.at("/id").asString().equals(id.toString())) {
        return item;
      }
    }
    throw new AssertionError("no " + id + " in " + items);
  }
}
