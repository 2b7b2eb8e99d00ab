package dev.clawstead.api;

import static dev.clawstead.db.generated.Tables.PROVIDER_KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.api.Client.Answer;
import dev.clawstead.api.Client.SignedUp;
import dev.clawstead.db.Database;
import dev.clawstead.db.catalogue.Breakers;
import dev.clawstead.db.catalogue.Breakers.Standing;
import dev.clawstead.db.catalogue.ProviderKeys;
import dev.clawstead.domain.AttemptOutcome;
import dev.clawstead.domain.Spend;
import dev.clawstead.secrets.Vault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The catalogue and the keys at providers: the operator's, and those that customers bring. */
@Timeout(120)
class CatalogueTest {

  private static final Stand STAND = Stand.up();
  private static final String MODELS = "/api/v1/ops/models";
  private static final String OWN = "/api/v1/provider-keys";
  private static final String PLATFORM = "/api/v1/ops/provider-keys";

  private final DSLContext db = STAND.bean(Database.class).sql();
  private final Client operator = RoutesTest.operator();
  private final SignedUp owner = STAND.client().signUp("pro");
  private final FakeProvider provider = new FakeProvider();

  @BeforeEach
  void sell() {
    put(catalogue(2_000_000)).orFail();
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void whatIsPutIsWhatIsThere() {
    Map<String, Object> catalogue = catalogue(2_000_000);

    JsonNode told = operator.get(MODELS).orFail().json();

    assertThat(told).isEqualTo(Client.JSON.readTree(Client.JSON.writeValueAsString(catalogue)));
    assertThat(put(told).orFail().json()).isEqualTo(told);
  }

  @Test
  void aPlanSeesItsNamesAndTodaysPrices() {
    JsonNode models = owner.client().get("/api/v1/models").orFail().json().path("models");

    assertThat(models.valueStream().map(m -> m.path("alias").asString()).toList())
        .containsExactly("fast", "smart");
    JsonNode link = models.at("/1/links/0");
    assertThat(link.path("model").asString()).isEqualTo("big");
    assertThat(link.path("place").asInt()).isEqualTo(1);
    assertThat(link.path("contextTokens").asInt()).isEqualTo(100_000);
    assertThat(link.path("inputMicrosPerMillion").asLong()).isEqualTo(2_000_000);
    assertThat(link.path("outputMicrosPerMillion").asLong()).isEqualTo(8_000_000);
  }

  @Test
  void whatIsWrongWithACatalogueIsNamedFieldByField() {
    Map<String, Object> broken =
        Map.of(
            "providers",
            List.of(Map.of("name", "lab", "protocol", "soap", "baseUrl", "http://u:p@x/v1")),
            "models",
            List.of(Map.of("provider", "other", "model", "big", "prices", List.of())),
            "aliases",
            List.of(
                Map.of(
                    "alias",
                    "smart",
                    "links",
                    List.of(Map.of("place", 0, "provider", "lab", "model", "gone", "weight", 1)))));

    Answer answer = put(broken);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(
            answer
                .json()
                .path("errors")
                .valueStream()
                .map(e -> e.path("field").asString())
                .toList())
        .containsExactlyInAnyOrder(
            "providers[0].protocol",
            "providers[0].baseUrl",
            "models[0].provider",
            "models[0].contextTokens",
            "models[0].outputTokensMax",
            "aliases[0].links[0].model",
            "aliases[0].links[0].place");
    assertThat(operator.get(MODELS).json().at("/providers/0/name").asString()).isEqualTo("lab");
  }

  @Test
  void aPriceThatHasHeldStaysAndOneToComeMayChange() {
    Answer changed = put(catalogue(3_000_000));

    assertThat(changed.status()).isEqualTo(422);
    assertThat(changed.field()).isEqualTo("models[0].prices[0]");
    assertThat(operator.get(MODELS).json().at("/models/0/prices/0/input").asLong())
        .isEqualTo(2_000_000);
  }

  @Test
  void aKeyIsTestedSealedAndNeverShownAgain() {
    JsonNode added = bring(FakeProvider.KEY).orFail().json();
    Answer listed = owner.client().get(OWN);

    assertThat(provider.asked).containsExactly("GET /v1/models");
    assertThat(added.path("state").asString()).isEqualTo("good");
    assertThat(added.path("hint").asString()).isEqualTo("cdef");
    assertThat(listed.json().at("/items/0/id")).isEqualTo(added.path("id"));
    assertThat(listed.text() + added).doesNotContain(FakeProvider.KEY);
    var row =
        db.fetchSingle(
            PROVIDER_KEYS, PROVIDER_KEYS.ID.eq(UUID.fromString(added.path("id").asString())));
    assertThat(row.toString()).doesNotContain(FakeProvider.KEY);
    assertThat(row.getAccountId()).hasToString(owner.body().at("/account/id").asString());
  }

  @Test
  void whatIsSealedForOneAccountOpensForNoOther() throws Exception {
    UUID id = UUID.fromString(bring(FakeProvider.KEY).orFail().json().path("id").asString());
    String account = owner.body().at("/account/id").asString();
    String sealed = db.fetchSingle(PROVIDER_KEYS, PROVIDER_KEYS.ID.eq(id)).getSealed();
    Vault vault = new Vault(STAND.secret());

    assertThat(vault.open(account, id, sealed)).isEqualTo(FakeProvider.KEY);
    for (String other : List.of(Vault.PLATFORM, UUID.randomUUID().toString())) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> vault.open(other, id, sealed))
          .hasMessageNotContaining(FakeProvider.KEY);
    }
  }

  @Test
  void aKeyThatItsProviderRefusesIsNotStored() {
    Answer refused = bring("sk-wrong-0123456789");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.field()).isEqualTo("key");
    assertThat(refused.text()).doesNotContain("sk-wrong");
    assertThat(owner.client().get(OWN).json().path("items")).isEmpty();
  }

  @Test
  void aKeyThatCannotBeTestedIsNotStored() {
    provider.trouble = 500;
    assertThat(bring(FakeProvider.KEY).status()).isEqualTo(503);
    provider.close();
    assertThat(bring(FakeProvider.KEY).status()).isEqualTo(503);

    assertThat(owner.client().get(OWN).json().path("items")).isEmpty();
  }

  @Test
  void aRefusedKeyIsUsedAgainOnceItsProviderTakesIt() {
    String id = bring(FakeProvider.KEY).orFail().json().path("id").asString();
    new ProviderKeys(db).refused(UUID.fromString(id), "401 invalid_api_key");

    provider.trouble = 402;
    Answer still = owner.client().post(OWN + "/" + id + "/test", null);
    assertThat(still.status()).isEqualTo(200);
    assertThat(still.json().path("state").asString()).isEqualTo("refused");
    assertThat(still.json().path("problem").asString()).isEqualTo("refused by lab (402)");

    provider.trouble = 0;
    Answer again = owner.client().post(OWN + "/" + id + "/test", null);
    assertThat(again.json().path("state").asString()).isEqualTo("good");
    assertThat(again.json().path("problem").isNull()).isTrue();
    assertThat(owner.client().get(OWN).json().at("/items/0/state").asString()).isEqualTo("good");
    assertThat(again.text()).doesNotContain(FakeProvider.KEY);
  }

  @Test
  void aTestThatSaysNothingChangesNothing() {
    String id = bring(FakeProvider.KEY).orFail().json().path("id").asString();
    new ProviderKeys(db).refused(UUID.fromString(id), "401 invalid_api_key");

    provider.trouble = 500;
    assertThat(owner.client().post(OWN + "/" + id + "/test", null).status()).isEqualTo(503);

    JsonNode kept = owner.client().get(OWN).json().at("/items/0");
    assertThat(kept.path("state").asString()).isEqualTo("refused");
    assertThat(kept.path("problem").asString()).isEqualTo("401 invalid_api_key");
  }

  @Test
  void thePlatformsKeysAreTestedByTheOperatorAlone() {
    UUID id = platformKey();
    new ProviderKeys(db).refused(id, "402 billing");
    String path = PLATFORM + "/" + id + "/test";

    assertThat(owner.client().post(path, null).status()).isEqualTo(404);
    assertThat(owner.client().post(OWN + "/" + id + "/test", null).status()).isEqualTo(404);
    assertThat(operator.post(path, null).json().path("state").asString()).isEqualTo("good");
  }

  @Test
  void aKeyNeedsAProviderThatIsThereAndNothingButPrintableLetters() {
    Client client = owner.client();
    assertThat(
            client.post(OWN, Map.of("provider", "nobody", "name", "x", "key", "12345678")).field())
        .isEqualTo("provider");
    assertThat(
            client
                .post(OWN, Map.of("provider", "lab", "name", "x", "key", "1234 5678\r\nX: y"))
                .field())
        .isEqualTo("key");
    assertThat(client.post(OWN, Map.of("provider", "lab", "key", "12345678")).field())
        .isEqualTo("name");
    assertThat(provider.asked).isEmpty();
  }

  @Test
  void nobodyTouchesAnothersKeys() {
    String id = bring(FakeProvider.KEY).orFail().json().path("id").asString();
    Client other = STAND.client().signUp("pro").client();

    assertThat(other.get(OWN).json().path("items")).isEmpty();
    assertThat(other.delete(OWN + "/" + id, null).status()).isEqualTo(404);
    assertThat(operator.delete(PLATFORM + "/" + id, null).status()).isEqualTo(404);
    assertThat(other.post(OWN + "/" + id + "/test", null).status()).isEqualTo(404);
    assertThat(operator.post(PLATFORM + "/" + id + "/test", null).status()).isEqualTo(404);
    assertThat(owner.client().delete(OWN + "/" + id, null).status()).isEqualTo(204);
    assertThat(owner.client().delete(OWN + "/" + id, null).status()).isEqualTo(404);
    assertThat(db.fetchSingle(PROVIDER_KEYS, PROVIDER_KEYS.ID.eq(UUID.fromString(id))).getSealed())
        .isEmpty();
  }

  @Test
  void thePlatformsKeysAreTheOperators() {
    Map<String, Object> key =
        Map.of("provider", "lab", "name", "main", "key", FakeProvider.KEY, "weight", 7);
    JsonNode added = operator.post(PLATFORM, key).orFail().json();

    assertThat(added.path("weight").asInt()).isEqualTo(7);
    assertThat(operator.get(PLATFORM).text())
        .contains(added.path("id").asString())
        .doesNotContain(FakeProvider.KEY);
    assertThat(owner.client().get(OWN).json().path("items")).isEmpty();
    assertThat(operator.post(PLATFORM, Map.of("provider", "lab", "weight", 0)).field())
        .isEqualTo("weight");
    assertThat(operator.delete(PLATFORM + "/" + added.path("id").asString(), null).status())
        .isEqualTo(204);
  }

  @Test
  void whatGatewaysSayOfKeysIsListedUntilTheyAreGone() {
    UUID key = platformKey();
    Instant since = Instant.parse("2026-11-01T00:00:00Z");
    Breakers breakers = new Breakers(db);
    breakers.tell("g-1", List.of(new Standing(key, "open", "500 server_error", since)));
    breakers.tell("g-2", List.of(new Standing(key, "closed", null, since)));

    JsonNode first = operator.get("/api/v1/ops/breakers?limit=1").orFail().json();
    JsonNode second =
        operator
            .get("/api/v1/ops/breakers?limit=1&cursor=" + first.path("nextCursor").asString())
            .orFail()
            .json();

    assertThat(first.at("/items/0/gateway").asString()).isEqualTo("g-1");
    assertThat(first.at("/items/0/problem").asString()).isEqualTo("500 server_error");
    assertThat(first.at("/items/0/keyName").asString()).isEqualTo("main");
    assertThat(second.at("/items/0/state").asString()).isEqualTo("closed");
    db.execute("update breakers set seen_at = now() - interval '1 minute'");
    assertThat(operator.get("/api/v1/ops/breakers").json().path("items")).isEmpty();
    breakers.tell("g-3", List.of());
    assertThat(db.fetchCount(dev.clawstead.db.generated.Tables.BREAKERS)).isZero();
  }

  @Test
  void theOperatorSeesHowProvidersDoAndWhatIsLeft() {
    UUID instance = UUID.fromString(owner.instance());
    LedgerRows ledger = new LedgerRows(STAND.bean(Database.class));
    UUID own = UUID.fromString(bring(FakeProvider.KEY).orFail().json().path("id").asString());
    Instant at = Instant.parse("2024-02-01T12:00:00Z");
    ledger.record(
        LedgerRows.attempt(instance, at, "turn-1", null, AttemptOutcome.FAILED, Spend.NONE));
    ledger.record(
        LedgerRows.attempt(instance, at, "turn-1", null, AttemptOutcome.DONE, new Spend(400, 300)));
    ledger.record(
        LedgerRows.attempt(instance, at, "turn-2", own, AttemptOutcome.DONE, new Spend(0, 300)));

    JsonNode told =
        operator.get("/api/v1/ops/usage?from=2024-02-01&until=2024-02-02").orFail().json();

    JsonNode line = told.at("/providers/0");
    assertThat(line.path("attempts").asInt()).isEqualTo(3);
    assertThat(line.path("failed").asInt()).isEqualTo(1);
    assertThat(line.path("fallbacks").asInt()).isEqualTo(1);
    assertThat(line.path("micros").asLong()).isEqualTo(400);
    assertThat(line.path("ratedTokens").asLong()).isEqualTo(600);
    assertThat(line.path("firstByteMicrosP99").asLong()).isEqualTo(3_000);
    assertThat(told.at("/margin/costMicros").asLong()).isEqualTo(400);
    assertThat(told.at("/margin/soldMicros").asLong()).isZero();
    assertThat(operator.get("/api/v1/ops/usage").json().at("/margin/soldMicros").asLong())
        .isPositive();
    JsonNode attempt =
        owner.client().get("/api/v1/instances/" + instance + "/attempts").json().at("/items/0");
    assertThat(attempt.path("ownKey").asBoolean()).isTrue();
  }

  private UUID platformKey() {
    return UUID.fromString(
        operator
            .post(PLATFORM, Map.of("provider", "lab", "name", "main", "key", FakeProvider.KEY))
            .orFail()
            .json()
            .path("id")
            .asString());
  }

  private Answer bring(String key) {
    return owner.client().post(OWN, Map.of("provider", "lab", "name", "mine", "key", key));
  }

  private Answer put(Object catalogue) {
    return operator.send("PUT", MODELS, catalogue, Map.of());
  }

  private Map<String, Object> catalogue(long input) {
    return Map.of(
        "providers",
        List.of(Map.of("name", "lab", "protocol", "openai", "baseUrl", provider.base())),
        "models",
        List.of(model("big", input), model("small", 100_000)),
        "aliases",
        List.of(
            alias("fast", null, "small"),
            alias("smart", null, "small"),
            alias("smart", "pro", "big")));
  }

  private static Map<String, Object> model(String name, long input) {
    return Map.of(
        "provider",
        "lab",
        "model",
        name,
        "contextTokens",
        100_000,
        "outputTokensMax",
        4_000,
        "prices",
        List.of(
            Map.of(
                "since",
                "2026-01-01T00:00:00Z",
                "input",
                input,
                "cachedInput",
                10_000,
                "cacheWrite",
                10_000,
                "output",
                8_000_000)));
  }

  private static Map<String, @org.jspecify.annotations.Nullable Object> alias(
      String name, @org.jspecify.annotations.Nullable String plan, String model) {
    Map<String, @org.jspecify.annotations.Nullable Object> alias = new java.util.TreeMap<>();
    alias.put("alias", name);
    alias.put("links", List.of(Map.of("place", 1, "provider", "lab", "model", model, "weight", 1)));
    alias.put("plan", plan);
    return alias;
  }
}
