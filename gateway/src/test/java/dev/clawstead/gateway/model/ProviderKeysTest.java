package dev.clawstead.gateway.model;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static dev.clawstead.db.generated.Tables.BREAKERS;
import static dev.clawstead.db.generated.Tables.CAPS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.LEASES;
import static dev.clawstead.db.generated.Tables.PROVIDER_KEYS;
import static dev.clawstead.db.generated.Tables.SPENDINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.catalogue.Catalogue;
import dev.clawstead.db.catalogue.Catalogue.Link;
import dev.clawstead.db.catalogue.Catalogue.Model;
import dev.clawstead.db.catalogue.Catalogue.ModelId;
import dev.clawstead.db.catalogue.Catalogue.ModelProvider;
import dev.clawstead.db.catalogue.Catalogue.PriceSince;
import dev.clawstead.db.catalogue.Catalogues;
import dev.clawstead.db.catalogue.ProviderKeys;
import dev.clawstead.db.catalogue.ProviderKeys.NewKey;
import dev.clawstead.db.generated.tables.records.AttemptsRecord;
import dev.clawstead.db.generated.tables.records.BreakersRecord;
import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Price;
import dev.clawstead.gateway.Cell;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Stage;
import dev.clawstead.gateway.Wait;
import dev.clawstead.secrets.Vault;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose key at a provider serves whose call, and who pays for it. */
class ProviderKeysTest {

  private static final String HELLO =
      "{\"model\":\"smart\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
  private static final String ANSWER =
      "{\"id\":\"c1\",\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":50,\"total_tokens\":150}}";

  private final Provider first = new Provider();
  private final Provider second = new Provider();
  private final Stage stage = Stage.set();
  private final DSLContext sql = stage.database.sql();
  private final ProviderKeys keys = new ProviderKeys(sql);
  private final Cell cell = Cell.saying("hello");
  private final Agent agent = stage.agent(cell);

  ProviderKeysTest() throws IOException {}

  @BeforeEach
  void stock() {
    ModelId one = new ModelId("one", "big-1");
    ModelId two = new ModelId("two", "big-2");
    List<PriceSince> prices =
        List.of(new PriceSince(Instant.EPOCH, new Price(1_000_000, 100_000, 1_000_000, 2_000_000)));
    new Catalogues(sql)
        .replace(
            new Catalogue(
                List.of(
                    new ModelProvider("one", ModelProtocol.OPENAI, URI.create(first.base()), true),
                    new ModelProvider(
                        "two", ModelProtocol.OPENAI, URI.create(second.base()), true)),
                List.of(
                    new Model(one, 100_000, 4_000, prices), new Model(two, 100_000, 4_000, prices)),
                List.of(new Link("smart", null, 1, one, 1), new Link("smart", null, 2, two, 1))));
    addKey("one", null, "sk-platform");
    addKey("two", null, "sk-two");
    serveBy("sk-platform");
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
    first.close();
    second.close();
    cell.close();
  }

  @Test
  void aCustomersKeyServesInsteadOfOursAndIsCountedButNotCharged() throws Exception {
    UUID own = addKey("one", account(agent), "sk-own");
    serveBy("sk-own");

    AttemptsRecord last = lastAttempt(own);
    assertThat(last.getMicros()).isZero();
    assertThat(last.getRatedTokens()).isEqualTo(150);
    assertThat(last.getReservedMicros()).isZero();
    Wait.until(() -> spent().tokens == sum(AttemptsRecord::getRatedTokens));
    assertThat(spent().micros).isEqualTo(sum(AttemptsRecord::getMicros));
  }

  @Test
  void whatCostsMoreThanItsTokensIsServedWithACustomersOwnKeyOnly() throws Exception {
    String priority = HELLO.replace("{\"model\"", "{\"service_tier\":\"priority\",\"model\"");

    Answer refused = ask(agent, priority);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body())
        .contains("\"param\":\"service_tier\"", "with a key of your own only");
    assertThat(first.asked).isEmpty();

    addKey("one", account(agent), "sk-own");
    serveBy("sk-own");
    first.answers(200, ANSWER);
    assertThat(ask(agent, priority).status()).isEqualTo(200);
    assertThat(lastKey()).isEqualTo("Bearer sk-own");
  }

  @Test
  void nobodyCallsWithAnotherAccountsKey() throws Exception {
    Agent other = stage.agent(cell);
    sql.execute(
        "insert into accounts (id, email, email_key, password_hash, plan)"
            + " values (?, 'b@example.org', 'b@example.org', '-', 'free')",
        other.cell());
    sql.execute("update instances set account_id = ? where id = ?", other.cell(), other.instance());
    addKey("one", account(other), "sk-others");
    Wait.until(() -> answered(other).status() == 200 && lastKey().equals("Bearer sk-others"));

    for (int i = 0; i < 5; i++) {
      assertThat(answered(agent).status()).isEqualTo(200);
      assertThat(lastKey()).isEqualTo("Bearer sk-platform");
    }
  }

  @Test
  void aRefusedKeyOfACustomersIsNamedAndNothingElseIsCharged() throws Exception {
    UUID own = addKey("one", account(agent), "sk-own");
    serveBy("sk-own");
    first.answers(401, "{\"error\":{\"code\":\"invalid_api_key\",\"message\":\"sk-own is bad\"}}");

    Answer answer = ask(agent);

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.body())
        .contains("usage_limit_reached")
        .contains("one refuses your own key \\\"key of sk-own\\\"")
        .doesNotContain("sk-own is bad");
    Wait.until(() -> key(own).equals("refused"));
    assertThat(ask(agent).status()).isEqualTo(429);
    assertThat(second.asked).isEmpty();

    keys.remove(account(agent), own);
    serveBy("sk-platform");
  }

  @Test
  void aRefusedKeyThatPassedATestIsUsedAgainAndRefusedAnewWhenItIs() throws Exception {
    UUID own = addKey("one", account(agent), "sk-own");
    serveBy("sk-own");
    first.answers(401, "{\"error\":{\"code\":\"invalid_api_key\"}}");
    assertThat(ask(agent).status()).isEqualTo(429);
    Wait.until(() -> key(own).equals("refused"));

    keys.tested(account(agent), own, null);
    serveBy("sk-own");
    assertThat(key(own)).isEqualTo("good");

    first.answers(401, "{\"error\":{\"code\":\"invalid_api_key\"}}");
    assertThat(ask(agent).status()).isEqualTo(429);
    Wait.until(() -> key(own).equals("refused"));
  }

  @Test
  void whileACustomersProviderIsUnwellOursDoesNotStepInAtACharge() throws Exception {
    addKey("one", account(agent), "sk-own");
    serveBy("sk-own");
    first.answers(500, "{}");

    assertThat(ask(agent).status()).isEqualTo(503);
    assertThat(second.asked).isEmpty();
  }

  @Test
  void moneyThatIsUsedUpDoesNotStopACustomersOwnKey() throws Exception {
    UUID own = addKey("one", account(agent), "sk-own");
    serveBy("sk-own");
    Wait.until(() -> sql.fetchCount(LEASES) == 0);
    sql.insertInto(CAPS, CAPS.SCOPE, CAPS.SCOPE_ID, CAPS.PERIOD, CAPS.MICROS)
        .values("instance", agent.instance(), "month", 0L)
        .execute();

    first.answers(200, ANSWER);
    assertThat(ask(agent).status()).isEqualTo(200);
    keys.remove(account(agent), own);
    Wait.until(() -> answered(agent).status() == 429);
  }

  @Test
  void aPlanThatIsUsedUpDoesNotStopACustomersOwnKey() throws Exception {
    UUID own = addKey("one", account(agent), "sk-own");
    serveBy("sk-own");
    Wait.until(() -> sql.fetchCount(LEASES) == 0);
    sql.update(SPENDINGS)
        .set(SPENDINGS.TOKENS, Plan.FREE.tokensPerMonth())
        .where(SPENDINGS.SCOPE.eq("plan"))
        .execute();

    first.answers(200, ANSWER);
    assertThat(ask(agent).status()).isEqualTo(200);
    keys.remove(account(agent), own);
    Wait.until(() -> answered(agent).status() == 429);
  }

  @Test
  void thePlatformsKeyIsRotatedWithoutARestart() throws Exception {
    UUID old = sql.fetchSingle(PROVIDER_KEYS, PROVIDER_KEYS.PROVIDER.eq("one")).getId();
    addKey("one", null, "sk-new");
    keys.remove(null, old);

    serveBy("sk-new");
  }

  @Test
  void whatAGatewayThinksOfAKeyIsToldAndWhatItNoLongerHasIsNot() throws Exception {
    Wait.until(() -> sql.fetchCount(BREAKERS) == 2);
    for (int i = 0; i < 3; i++) {
      first.answers(500, "{\"error\":{\"type\":\"server_error\"}}");
      second.answers(200, ANSWER);
      assertThat(ask(agent).status()).isEqualTo(200);
    }
    UUID key = sql.fetchSingle(PROVIDER_KEYS, PROVIDER_KEYS.PROVIDER.eq("one")).getId();

    Wait.until(() -> breaker(key) != null && !"closed".equals(state(key)));

    assertThat(state(key)).isIn("open", "half-open");
    BreakersRecord told = breaker(key);
    assertThat(told == null ? null : told.getProblem()).isEqualTo("500 server_error");
    keys.remove(null, key);
    Wait.until(() -> breaker(key) == null);
  }

  private @Nullable BreakersRecord breaker(UUID key) {
    return sql.fetchOne(BREAKERS, BREAKERS.PROVIDER_KEY_ID.eq(key));
  }

  private String state(UUID key) {
    BreakersRecord told = breaker(key);
    return told == null ? "" : told.getState();
  }

  /** Waits until calls are served with this key. */
  private void serveBy(String secret) {
    Wait.until(
        () -> {
          first.answers(200, ANSWER);
          return ask(agent).status() == 200 && lastKey().equals("Bearer " + secret);
        });
    first.forget();
    second.asked.clear();
  }

  private Answer answered(Agent who) throws IOException {
    first.answers(200, ANSWER);
    return ask(who);
  }

  private String lastKey() {
    return first.asked.isEmpty() ? "" : first.asked.getLast().header("Authorization");
  }

  private Answer ask(Agent who) throws IOException {
    return ask(who, HELLO);
  }

  private Answer ask(Agent who, String body) throws IOException {
    String key = Stage.SECRET.modelKey(who.cell(), 1);
    try (Client client = stage.modelClient()) {
      return client
          .send(
              Client.request(
                      "POST",
                      "models",
                      "/v1/chat/completions",
                      "Authorization: Bearer " + key,
                      "Content-Length: " + body.length())
                  + body)
          .answer();
    }
  }

  private UUID account(Agent who) {
    return sql.fetchSingle(INSTANCES, INSTANCES.ID.eq(who.instance())).getAccountId();
  }

  private String key(UUID id) {
    return sql.fetchSingle(PROVIDER_KEYS, PROVIDER_KEYS.ID.eq(id)).getState();
  }

  private AttemptsRecord lastAttempt(UUID providerKey) {
    Wait.until(() -> sql.fetchCount(ATTEMPTS, ATTEMPTS.PROVIDER_KEY_ID.eq(providerKey)) > 0);
    return sql.selectFrom(ATTEMPTS)
        .where(ATTEMPTS.PROVIDER_KEY_ID.eq(providerKey))
        .orderBy(ATTEMPTS.ID.desc())
        .limit(1)
        .fetchSingle();
  }

  private long sum(ToLongFunction<AttemptsRecord> what) {
    return sql.selectFrom(ATTEMPTS).fetch().stream().mapToLong(what).sum();
  }

  private Spent spent() {
    return sql
        .selectFrom(SPENDINGS)
        .where(SPENDINGS.SCOPE.eq("instance"), SPENDINGS.PERIOD.eq("month"))
        .fetch()
        .stream()
        .map(row -> new Spent(row.getMicros(), row.getTokens()))
        .findFirst()
        .orElse(new Spent(0, 0));
  }

  private record Spent(long micros, long tokens) {}

  private UUID addKey(String provider, @Nullable UUID account, String secret) {
    UUID id = NewKey.nextId();
    String owner = account == null ? Vault.PLATFORM : account.toString();
    String sealed = new Vault(Stage.SECRET).seal(owner, id, secret);
    return keys.add(new NewKey(id, provider, account, "key of " + secret, sealed, "key", 1));
  }
}
