package dev.clawstead.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.api.Client.Answer;
import dev.clawstead.api.Client.SignedUp;
import dev.clawstead.db.Database;
import dev.clawstead.db.spending.Attempt;
import dev.clawstead.domain.Plan;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UsageTest {

  private static final Stand STAND = Stand.up();

  private final LedgerRows ledger = new LedgerRows(STAND.bean(Database.class));
  private final SignedUp owner = STAND.client().signUp("pro");
  private final UUID instance = UUID.fromString(owner.instance());
  private final String usage = "/api/v1/instances/" + instance + "/usage";
  private final String attempts = "/api/v1/instances/" + instance + "/attempts";

  @Test
  void whatAnAgentUsedIsToldByDayAndModelAndAgainstItsCaps() {
    ledger.done(instance, Instant.now());
    ledger.done(instance, Instant.now());

    JsonNode told = owner.client().get(usage).orFail().json();

    JsonNode line = told.at("/lines/0");
    assertThat(line.path("alias").asString()).isEqualTo("smart");
    assertThat(line.path("attempts").asInt()).isEqualTo(2);
    assertThat(line.path("outputTokens").asLong()).isEqualTo(60);
    assertThat(line.path("micros").asLong()).isEqualTo(800);
    JsonNode month =
        told.path("limits")
            .valueStream()
            .filter(l -> l.path("scope").asString().equals("account"))
            .filter(l -> l.path("period").asString().equals("month"))
            .findFirst()
            .orElseThrow();
    assertThat(month.path("capTokens").asLong()).isEqualTo(Plan.PRO.tokensPerMonth());
    assertThat(month.path("capMicros").isNull()).isTrue();
    assertThat(month.path("spentTokens").asLong()).isEqualTo(600);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    long days = 1L + today.lengthOfMonth() - today.getDayOfMonth();
    assertThat(told.at("/forecast/micros").asLong()).isEqualTo(800 * days);
    assertThat(told.at("/forecast/tokens").asLong()).isEqualTo(600 * days);
  }

  @Test
  void anAccountSeesAllItsAgentsAndNobodyElses() {
    SignedUp other = STAND.client().signUp("pro");
    UUID second =
        UUID.fromString(
            owner
                .client()
                .post("/api/v1/instances", Map.of("name", "Bea"))
                .orFail()
                .json()
                .at("/id")
                .asString());
    ledger.done(instance, Instant.now());
    ledger.done(second, Instant.now());
    ledger.done(UUID.fromString(other.instance()), Instant.now());

    JsonNode lines = owner.client().get("/api/v1/usage").orFail().json().path("lines");

    assertThat(lines.valueStream().map(line -> line.path("instanceName").asString()).toList())
        .containsExactlyInAnyOrder("Ada", "Bea");
    assertThat(other.client().get("/api/v1/usage").json().path("lines")).hasSize(1);
  }

  @Test
  void daysAreThoseAskedForAndTheLastOneIsNotIn() {
    ledger.done(instance, Instant.parse("2025-03-01T23:59:59.999999Z"));
    ledger.done(instance, Instant.parse("2025-03-02T00:00:00Z"));
    ledger.done(instance, Instant.parse("2025-03-03T00:00:00Z"));

    JsonNode lines =
        owner
            .client()
            .get(usage + "?from=2025-03-02&until=2025-03-03")
            .orFail()
            .json()
            .at("/lines");

    assertThat(lines).hasSize(1);
    assertThat(lines.at("/0/day").asString()).isEqualTo("2025-03-02");
  }

  @Test
  void daysThatMakeNoSenseAreNamed() {
    for (String query :
        List.of(
            "?until=2020-01-01",
            "?from=2025-03-02&until=2025-03-02",
            "?from=2024-01-01&until=2025-03-02")) {
      Answer answer = owner.client().get(usage + query);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.field()).isEqualTo("until");
    }
    assertThat(owner.client().get("/api/v1/usage?from=March").field()).isEqualTo("from");
  }

  @Test
  void theSameIsThereAsATable() {
    ledger.done(instance, Instant.parse("2025-03-02T00:00:00Z"));
    String days = "?from=2025-03-02&until=2025-03-03";

    Answer one = csv(usage + days);
    Answer all = csv("/api/v1/usage" + days);

    assertThat(one.header("Content-Type")).startsWith("text/csv");
    assertThat(one.text())
        .isEqualTo(
            "day,alias,provider,model,kind,attempts,inputTokens,cachedTokens,cacheWriteTokens,"
                + "outputTokens,ratedTokens,micros\r\n"
                + "2025-03-02,smart,openai,gpt-5.1,person,1,100,20,0,30,300,400\r\n");
    assertThat(all.text().lines().toList().get(1))
        .isEqualTo(
            "2025-03-02," + instance + ",Ada,smart,openai,gpt-5.1,person,1,100,20,0,30,300,400");
    assertThat(owner.client().get(usage + days).header("Content-Type"))
        .startsWith("application/json");
  }

  @Test
  void aNameThatATableProgramWouldRunIsOnlyRead() {
    String id =
        owner
            .client()
            .post("/api/v1/instances", Map.of("name", "=HYPERLINK(\"x\")"))
            .orFail()
            .json()
            .at("/id")
            .asString();
    ledger.done(UUID.fromString(id), Instant.now());

    assertThat(csv("/api/v1/usage").text()).contains(",\"'=HYPERLINK(\"\"x\"\")\",");
  }

  @Test
  void attemptsAreListedNewestFirstPageByPage() {
    List<String> made = new ArrayList<>();
    Instant at = Instant.now();
    for (int i = 0; i < 5; i++) {
      // Two at one moment: the order is one all the same.
      Attempt attempt = ledger.done(instance, at.plusSeconds(i / 2));
      made.addFirst(attempt.id().toString());
    }

    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = owner.client().get(attempts + "?limit=2" + cursor).orFail().json();
      page.path("items").forEach(item -> listed.add(item.path("id").asString()));
      cursor =
          page.path("nextCursor").isNull() ? "" : "&cursor=" + page.path("nextCursor").asString();
    } while (!cursor.isEmpty());

    assertThat(listed).isEqualTo(made);
  }

  @Test
  void anAttemptSaysWhatItCostAndWhatCameOfIt() {
    ledger.done(instance, Instant.parse("2025-03-02T00:00:00Z"));

    JsonNode item = owner.client().get(attempts).orFail().json().at("/items/0");

    assertThat(item.path("at").asString()).isEqualTo("2025-03-02T00:00:00Z");
    assertThat(item.path("outcome").asString()).isEqualTo("done");
    assertThat(item.path("status").asInt()).isEqualTo(200);
    assertThat(item.path("problem").isNull()).isTrue();
    assertThat(item.path("reasoningTokens").asInt()).isEqualTo(5);
    assertThat(item.path("firstByteMicros").asInt()).isEqualTo(3_000);
    assertThat(item.path("totalMicros").asInt()).isEqualTo(9_000);
    assertThat(item.path("requestId").asString()).isEqualTo("r-1");
    assertThat(item.path("ownKey").asBoolean()).isFalse();
  }

  @Test
  void aCursorOfAnotherAgentsAttemptLeadsNowhere() {
    SignedUp other = STAND.client().signUp("pro");
    ledger.done(UUID.fromString(other.instance()), Instant.now());
    ledger.done(UUID.fromString(other.instance()), Instant.now());
    ledger.done(instance, Instant.parse("2025-03-02T00:00:00Z"));
    String cursor =
        other
            .client()
            .get("/api/v1/instances/" + other.instance() + "/attempts?limit=1")
            .orFail()
            .json()
            .path("nextCursor")
            .asString();

    JsonNode page = owner.client().get(attempts + "?cursor=" + cursor).orFail().json();

    assertThat(page.path("items")).isEmpty();
  }

  private Answer csv(String path) {
    return owner.client().send("GET", path, null, Map.of("Accept", "text/csv")).orFail();
  }
}
