package dev.clawstead.gateway.model;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static dev.clawstead.db.generated.Tables.CAPS;
import static dev.clawstead.db.generated.Tables.LEASES;
import static dev.clawstead.db.generated.Tables.SPENDINGS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.catalogue.Catalogue;
import dev.clawstead.db.catalogue.Catalogue.Link;
import dev.clawstead.db.catalogue.Catalogue.Model;
import dev.clawstead.db.catalogue.Catalogue.ModelId;
import dev.clawstead.db.catalogue.Catalogue.ModelProvider;
import dev.clawstead.db.catalogue.Catalogue.PriceSince;
import dev.clawstead.db.catalogue.Catalogues;
import dev.clawstead.db.catalogue.ModelKeys;
import dev.clawstead.db.catalogue.ProviderKeys;
import dev.clawstead.db.catalogue.ProviderKeys.NewKey;
import dev.clawstead.db.generated.tables.records.AttemptsRecord;
import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.db.spending.CapAmount;
import dev.clawstead.db.spending.Caps;
import dev.clawstead.db.spending.SpendingRules;
import dev.clawstead.domain.CapChoice;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.domain.Price;
import dev.clawstead.gateway.Cell;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Stage;
import dev.clawstead.gateway.Wait;
import dev.clawstead.secrets.Tokens;
import dev.clawstead.secrets.Vault;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelGatewayTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String HELLO =
      "{\"model\":\"smart\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
  private static final String ANSWER =
      "{\"id\":\"c1\",\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":50,\"total_tokens\":150}}";

  private final Provider first;
  private final Provider second;
  private final Stage stage;
  private final Cell cell;
  private final Agent agent;

  ModelGatewayTest() throws IOException {
    first = new Provider();
    second = new Provider();
    stage = Stage.set();
    cell = Cell.saying("hello");
    agent = stage.agent(cell);
  }

  @BeforeEach
  void stock() throws Exception {
    ModelId one = new ModelId("one", "big-1");
    ModelId two = new ModelId("two", "big-2");
    ModelId claude = new ModelId("claude", "claude-x");
    ModelId small = new ModelId("two", "small-2");
    List<PriceSince> low =
        List.of(new PriceSince(Instant.EPOCH, new Price(10_000, 1_000, 10_000, 20_000)));
    List<PriceSince> prices =
        List.of(new PriceSince(Instant.EPOCH, new Price(1_000_000, 100_000, 1_000_000, 2_000_000)));
    new Catalogues(stage.database.sql())
        .replace(
            new Catalogue(
                List.of(
                    new ModelProvider("one", ModelProtocol.OPENAI, URI.create(first.base()), true),
                    new ModelProvider("two", ModelProtocol.OPENAI, URI.create(second.base()), true),
                    new ModelProvider(
                        "claude", ModelProtocol.ANTHROPIC, URI.create(first.base()), true)),
                List.of(
                    new Model(one, 100_000, 4_000, prices),
                    new Model(two, 100_000, 4_000, prices),
                    new Model(claude, 100_000, 4_000, prices),
                    new Model(small, 100_000, 4_000, low),
                    new Model(new ModelId("one", "unpriced"), 100_000, 4_000, List.of())),
                List.of(
                    new Link("smart", null, 1, one, 1),
                    new Link("smart", null, 2, two, 1),
                    new Link("poet", null, 1, claude, 1),
                    new Link("small", null, 1, small, 1),
                    new Link("free-for-all", null, 1, new ModelId("one", "unpriced"), 1))));
    addKey("one", "sk-one");
    addKey("two", "sk-two");
    addKey("claude", "sk-claude");
    first.answers(200, ANSWER);
    Wait.until(() -> ask(CHAT, HELLO).status() == 200);
    first.asked.clear();
    recorded(1);
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
    first.close();
    second.close();
    cell.close();
  }

  @Test
  void aCallIsAnsweredByItsProviderWithOurKeyAndPaidFor() throws Exception {
    first.answers(200, ANSWER);

    Answer answer = ask(CHAT, HELLO, "X-Request-ID: run-7:model:1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ANSWER);
    assertThat(answer.header("x-request-id")).isEqualTo("run-7:model:1");
    Provider.Asked asked = first.asked.getFirst();
    assertThat(asked.path()).isEqualTo("/v1/chat/completions");
    assertThat(asked.header("Authorization")).isEqualTo("Bearer sk-one");
    assertThat(asked.body()).contains("\"model\":\"big-1\"").contains("\"max_completion_tokens\":");
    assertThat(asked.body()).endsWith("\"content\":\"Hello\"}]}");
    AttemptsRecord attempt = recorded(2).getLast();
    assertThat(attempt.getId()).hasToString(asked.header("X-Clawstead-Attempt"));
    assertThat(attempt.getRequestId()).isEqualTo("run-7:model:1");
    assertThat(attempt.getInstanceId()).isEqualTo(agent.instance());
    assertThat(attempt.getMicros()).isEqualTo(100 + 2 * 50);
    assertThat(attempt.getEstimated()).isFalse();
    assertThat(attempt.getOutcome()).isEqualTo("done");
  }

  @Test
  void aStreamComesAsItIsButForTheUsageNobodyAskedFor() throws Exception {
    first.streams(
        "{\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}",
        "[DONE]");

    Answer answer = ask(CHAT, HELLO.replace("{\"model\"", "{\"stream\":true,\"model\""));

    assertThat(answer.header("content-type")).startsWith("text/event-stream");
    assertThat(answer.body())
        .isEqualTo(
            """
            data: {"choices":[{"delta":{"content":"Hel"}}]}

            data: {"choices":[{"delta":{"content":"lo"},"finish_reason":"stop"}]}

            data: [DONE]

            """);
    assertThat(first.asked.getFirst().body())
        .contains("\"stream_options\":{\"include_usage\":true}");
    assertThat(recorded(2).getLast().getMicros()).isEqualTo(14);
  }

  @Test
  void anthropicsMessagesGoToAnthropicWithItsHeaders() throws Exception {
    first.answers(
        200,
        "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],"
            + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":10,"
            + "\"cache_read_input_tokens\":100,\"output_tokens\":5}}");

    Answer answer =
        ask(
            "/v1/messages",
            "{\"model\":\"poet\",\"max_tokens\":100,\"messages\":[]}",
            "x-api-key: " + key(),
            "anthropic-version: 2023-06-01");

    assertThat(answer.status()).isEqualTo(200);
    Provider.Asked asked = first.asked.getFirst();
    assertThat(asked.path()).isEqualTo("/v1/messages");
    assertThat(asked.header("x-api-key")).isEqualTo("sk-claude");
    assertThat(asked.header("Authorization")).isEmpty();
    assertThat(recorded(2).getLast().getMicros()).isEqualTo(10 + 10 + 10);
  }

  @Test
  void whatOneProviderCannotDoTheNextOneDoes() throws Exception {
    first.answers(500, "{\"error\":{\"message\":\"oh\"}}");
    second.answers(200, ANSWER);

    assertThat(ask(CHAT, HELLO).status()).isEqualTo(200);

    List<AttemptsRecord> attempts = recorded(3);
    assertThat(attempts.get(1).getOutcome()).isEqualTo("failed");
    assertThat(attempts.get(1).getMicros()).isZero();
    assertThat(attempts.get(2).getProvider()).isEqualTo("two");
    assertThat(second.asked.getFirst().header("Authorization")).isEqualTo("Bearer sk-two");
  }

  @Test
  void aKeyThatItsProviderRefusesIsTakenOutAndTheAgentNeverHearsOfIt() throws Exception {
    first.answers(402, "{\"error\":{\"message\":\"no money\",\"type\":\"billing\"}}");
    second.answers(200, ANSWER).answers(200, ANSWER);

    assertThat(ask(CHAT, HELLO).status()).isEqualTo(200);
    assertThat(ask(CHAT, HELLO).status()).isEqualTo(200);

    assertThat(first.asked).hasSize(1);
    Wait.until(
        () ->
            stage
                    .database
                    .sql()
                    .fetchCount(
                        org.jooq.impl.DSL.selectFrom("provider_keys where state = 'refused'"))
                == 1);
  }

  @Test
  void whenNobodyIsWellTheAgentMayAskAgainInASecond() throws Exception {
    first.answers(401, "{\"error\":{\"code\":\"invalid_api_key\"}}");
    second.answers(429, "{\"error\":{\"code\":\"insufficient_quota\"}}");

    Answer answer = ask(CHAT, HELLO);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isEqualTo("1");
    assertThat(answer.body()).doesNotContain("quota").doesNotContain("api_key");
  }

  @Test
  void aRequestThatIsWrongIsToldSoAndTriedNowhereElse() throws Exception {
    first.answers(400, "{\"error\":{\"message\":\"messages: too many\"}}");

    Answer answer = ask(CHAT, HELLO);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("messages: too many").contains("invalid_request_error");
    assertThat(second.asked).isEmpty();
  }

  @Test
  void atTheCapTheAgentHearsTheOneAnswerItSurvives() throws Exception {
    cap(0);

    Answer chat = ask(CHAT, HELLO);
    Answer messages =
        ask(
            "/v1/messages",
            "{\"model\":\"poet\",\"max_tokens\":9,\"messages\":[]}",
            "x-api-key: " + key());

    assertThat(chat.status()).isEqualTo(429);
    assertThat(chat.body()).contains("\"type\":\"usage_limit_reached\"").contains(", resets ");
    assertThat(messages.status()).isEqualTo(429);
    assertThat(messages.body()).startsWith("{\"type\":\"error\"").contains("usage_limit_reached");
    assertThat(first.asked).isEmpty();
  }

  @Test
  void anAnswerIsMadeShorterRatherThanRefused() throws Exception {
    // What was spent already, a prompt of a few tokens, and about a thousand of output.
    cap(200 + 2_100);
    first.answers(200, ANSWER);

    assertThat(ask(CHAT, HELLO).status()).isEqualTo(200);

    String bound =
        first.asked.getFirst().body().replaceAll(".*max_completion_tokens\":(\\d+).*", "$1");
    assertThat(Integer.parseInt(bound)).isBetween(900, 1_050);
  }

  @Test
  void anAgentAtItsCapIsServedOnceItIsRaised() throws Exception {
    cap(0);
    assertThat(ask(CHAT, HELLO).status()).isEqualTo(429);
    first.answers(200, ANSWER);

    new Caps(stage.database.sql())
        .set(CapScope.INSTANCE, agent.instance(), CapPeriod.MONTH, new CapAmount(1_000_000L, null));

    Wait.until(() -> ask(CHAT, HELLO).status() == 200);
  }

  @Test
  void withMostOfTheCapSpentTheCheaperModelServesAndIsNamed() throws Exception {
    SpendingRules.set(stage.database.sql(), agent.instance(), CapChoice.CHEAPER, "small", false);
    // What is spent already is four fifths of it; the rest pays for none of the dear one's answers.
    cap(250);
    second.answers(200, ANSWER);

    Wait.until(() -> ask(CHAT, HELLO).status() == 200);

    assertThat(first.asked).isEmpty();
    assertThat(second.asked.getFirst().body()).contains("\"model\":\"small-2\"");
    AttemptsRecord attempt = recorded(2).getLast();
    assertThat(attempt.getAlias()).isEqualTo("smart");
    assertThat(attempt.getModel()).isEqualTo("small-2");
  }

  @Test
  void aHeldAgentSpendsNothing() throws Exception {
    stage.rows.hold(agent, "unpaid");

    Wait.until(() -> ask(CHAT, HELLO).status() == 429);
    first.asked.clear();

    assertThat(ask(CHAT, HELLO).body()).contains("usage_limit_reached");
    assertThat(first.asked).isEmpty();
  }

  @Test
  void aKeyThatNobodyHasIsUnknown() throws Exception {
    for (String header :
        List.of("Authorization: Bearer csm_" + "x".repeat(43), "Authorization: Basic x", "A: b")) {
      try (Client client = stage.modelClient()) {
        Answer answer = client.send(post(CHAT, HELLO, header)).answer();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).contains("invalid_api_key");
      }
    }
  }

  @Test
  void anOwnersKeyWorksUntilItIsRevoked() throws Exception {
    String minted = Tokens.random("csm_");
    ModelKeys keys = new ModelKeys(stage.database.sql());
    UUID id = keys.mint(agent.instance(), "laptop", Tokens.hash(minted), null);
    first.answers(200, ANSWER);
    Wait.until(() -> askWith(minted).status() != 401);

    assertThat(recorded(2).getLast().getKeyId()).isEqualTo(id);
    keys.revoke(agent.instance(), id);
    Wait.until(() -> askWith(minted).status() == 401);
  }

  @Test
  void whatIsNotSoldIsRefusedBeforeAnythingIsSpent() throws Exception {
    assertThat(ask(CHAT, HELLO.replace("smart", "gpt-9")).status()).isEqualTo(404);
    assertThat(ask(CHAT, HELLO.replace("smart", "free-for-all")).status()).isEqualTo(404);
    assertThat(ask("/v1/audio/speech", HELLO).status()).isEqualTo(404);
    assertThat(ask(CHAT, "{\"model\":").status()).isEqualTo(400);
    assertThat(ask("/v1/messages", "{\"model\":\"poet\"}").body()).contains("max_tokens");
    try (Client client = stage.modelClient()) {
      assertThat(client.get("x", CHAT, bearer()).status()).isEqualTo(405);
    }
    assertThat(first.asked).isEmpty();
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedUnread() throws Exception {
    try (Client client = stage.modelClient()) {
      client.send(Client.request("POST", "x", CHAT, bearer(), "Content-Length: " + (26L << 20)));
      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void theModelsOfAnAgentAreListed() throws Exception {
    try (Client client = stage.modelClient()) {
      Answer answer = client.get("x", "/v1/models", bearer());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("\"id\":\"smart\"").contains("\"id\":\"poet\"");
    }
  }

  @Test
  void whoeverHangsUpPaysForWhatCameUntilThen() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    first.plays(
        (exchange, out) -> {
          out.write(
              ("data: {\"choices\":[{\"delta\":{\"content\":\"" + "word ".repeat(40) + "\"}}]}\n\n")
                  .getBytes(UTF_8));
          out.flush();
          try {
            gone.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try (Client client = stage.modelClient()) {
      client.send(post(CHAT, HELLO.replace("{\"model\"", "{\"stream\":true,\"model\""), bearer()));
      client.head();
      client.chunk();
    }

    AttemptsRecord attempt = recorded(2).getLast();
    gone.countDown();
    assertThat(attempt.getOutcome()).isEqualTo("hung-up");
    assertThat(attempt.getEstimated()).isTrue();
    assertThat(attempt.getOutputTokens()).isBetween(40L, 60L);
    assertThat(attempt.getMicros()).isPositive().isLessThan(attempt.getReservedMicros());
  }

  @Test
  void aStreamThatBreaksOffIsSeenToBreakOffAndCounted() throws Exception {
    first.plays(
        (exchange, out) -> {
          out.write(
              "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n".getBytes(UTF_8));
          out.flush();
        });

    try (Client client = stage.modelClient()) {
      client.send(post(CHAT, HELLO.replace("{\"model\"", "{\"stream\":true,\"model\""), bearer()));
      client.head();
      assertThat(client.chunk()).contains("Hello");
      assertThat(client.isEnded()).isTrue();
    }

    AttemptsRecord attempt = recorded(2).getLast();
    assertThat(attempt.getOutcome()).isEqualTo("cut");
    assertThat(attempt.getEstimated()).isTrue();
  }

  @Test
  void whatIsSpentIsInTheAccountsBooks() throws Exception {
    recorded(1);

    var books = stage.database.sql().selectFrom(SPENDINGS).fetch();

    assertThat(books).hasSize(4);
    assertThat(books).allSatisfy(row -> assertThat(row.getMicros()).isEqualTo(200));
  }

  @Test
  void aCellThatNobodyOwnsHearsACannedAnswerAndNobodyPays() throws Exception {
    Agent warm = stage.rows.warm("127.0.0.1", cell.port());
    String key = Stage.SECRET.modelKey(warm.cell(), 1);

    Wait.until(() -> askWith(key).status() != 401);

    assertThat(askWith(key).body()).contains("Ready.");
    assertThat(first.asked).isEmpty();
    assertThat(recorded(1)).hasSize(1);
  }

  @Test
  void aCellThatHasJustGotItsOwnerIsServedAtOnce() throws Exception {
    Agent fresh = stage.rows.warm("127.0.0.1", cell.port());
    String key = Stage.SECRET.modelKey(fresh.cell(), 1);
    Wait.until(() -> askWith(key).body().contains("Ready."));
    stage.rows.claim(fresh, Tokens.hash("x"));
    first.answers(200, ANSWER);

    assertThat(askWith(key).body()).isEqualTo(ANSWER);

    assertThat(recorded(2).getLast().getInstanceId()).isEqualTo(fresh.instance());
  }

  @Test
  void aChatMayBeServedByAProviderThatSpeaksMessages() throws Exception {
    first.answers(
        200,
        "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-x\","
            + "\"content\":[{\"type\":\"text\",\"text\":\"Bonjour\"}],\"stop_reason\":\"end_turn\","
            + "\"usage\":{\"input_tokens\":10,\"output_tokens\":5}}");

    Answer answer = ask(CHAT, HELLO.replace("smart", "poet"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"content\":\"Bonjour\"").contains("\"model\":\"poet\"");
    assertThat(first.asked.getFirst().path()).isEqualTo("/v1/messages");
    assertThat(recorded(2).getLast().getMicros()).isEqualTo(20);
  }

  @Test
  void severalCallsShareAConnection() throws Exception {
    first.answers(200, ANSWER).answers(200, ANSWER);
    try (Client client = stage.modelClient()) {
      assertThat(client.send(post(CHAT, HELLO, bearer())).answer().status()).isEqualTo(200);
      assertThat(client.send(post(CHAT, "{}", bearer())).answer().status()).isEqualTo(400);
      assertThat(client.send(post(CHAT, HELLO, bearer())).answer().status()).isEqualTo(200);
    }
  }

  private Answer ask(String path, String body, String... headers) throws IOException {
    String[] all = headers.clone();
    boolean named = List.of(headers).stream().anyMatch(h -> h.startsWith("x-api-key"));
    if (!named) {
      all = java.util.Arrays.copyOf(headers, headers.length + 1);
      all[headers.length] = bearer();
    }
    try (Client client = stage.modelClient()) {
      return client.send(post(path, body, all)).answer();
    }
  }

  private Answer askWith(String key) throws IOException {
    try (Client client = stage.modelClient()) {
      return client.send(post(CHAT, HELLO, "Authorization: Bearer " + key)).answer();
    }
  }

  private static String post(String path, String body, String... headers) {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Content-Length: " + body.length();
    return Client.request("POST", "models", path, all) + body;
  }

  private String key() {
    return Stage.SECRET.modelKey(agent.cell(), 1);
  }

  private String bearer() {
    return "Authorization: Bearer " + key();
  }

  private void addKey(String provider, String secret) {
    UUID id = NewKey.nextId();
    new ProviderKeys(stage.database.sql())
        .add(
            new NewKey(
                id,
                provider,
                null,
                "main",
                new Vault(Stage.SECRET).seal(Vault.PLATFORM, id, secret),
                "key",
                1));
  }

  /** Sets a cap, and waits until the gateway holds nothing from before it. */
  private void cap(long micros) {
    Wait.until(() -> stage.database.sql().fetchCount(LEASES) == 0);
    stage
        .database
        .sql()
        .insertInto(CAPS, CAPS.SCOPE, CAPS.SCOPE_ID, CAPS.PERIOD, CAPS.MICROS)
        .values("instance", agent.instance(), "month", micros)
        .execute();
  }

  /** Waits until so many attempts are recorded, and returns them in their order. */
  private List<AttemptsRecord> recorded(int count) {
    Wait.until(() -> stage.database.sql().fetchCount(ATTEMPTS) >= count);
    return stage.database.sql().selectFrom(ATTEMPTS).orderBy(ATTEMPTS.AT, ATTEMPTS.ID).fetch();
  }
}
