package dev.clawstead.gateway.model;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static dev.clawstead.db.generated.Tables.LEASES;

import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
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
import dev.clawstead.db.rate.PlanRates;
import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Price;
import dev.clawstead.domain.RateLimit;
import dev.clawstead.gateway.Cell;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Stage;
import dev.clawstead.gateway.Wait;
import dev.clawstead.gateway.proxy.Limits;
import dev.clawstead.gateway.trace.Traces.Collector;
import dev.clawstead.secrets.Vault;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A gateway with one agent, one provider that speaks both protocols, and two names to ask for. */
final class ModelStand implements AutoCloseable {

  static final String CHAT = "/v1/chat/completions";
  static final String MESSAGES = "/v1/messages";
  static final String HELLO =
      "{\"model\":\"smart\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
  static final String ANSWER =
      "{\"id\":\"c1\",\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":50,\"total_tokens\":150}}";

  final Provider provider;
  final Stage stage;
  final Agent agent;
  private final Cell cell;

  private ModelStand(Stage stage) throws IOException {
    this.stage = stage;
    provider = new Provider();
    cell = Cell.saying("hello");
    agent = stage.agent(cell);
  }

  static ModelStand set() throws IOException {
    return set(Stage.PATIENT);
  }

  static ModelStand set(Limits limits) throws IOException {
    return on(Stage.set(limits, Stage.OFTEN));
  }

  /** One that compares its table of routes with the database so seldom. */
  static ModelStand comparing(Duration every) throws IOException {
    return on(Stage.set(Stage.PATIENT, every));
  }

  /** One whose agent, which is on the free plan, may call so fast. */
  static ModelStand withRates(RateLimit limit) throws IOException {
    Database.Address address = TestDatabase.createAddress();
    try (Database database = Database.open(address, 1)) {
      new PlanRates(database.sql()).set(Plan.FREE, limit);
    }
    return on(Stage.over(address, Stage.PATIENT));
  }

  /** One that tells this collector of its calls; its spans are those of the calls that follow. */
  static ModelStand telling(Collector collector) throws IOException {
    return on(Stage.telling(collector));
  }

  private static ModelStand on(Stage stage) throws IOException {
    ModelStand stand = new ModelStand(stage);
    stand.stock();
    return stand;
  }

  private void stock() {
    ModelId big = new ModelId("one", "big-1");
    ModelId claude = new ModelId("claude", "claude-x");
    URI base = URI.create(provider.base());
    List<PriceSince> prices =
        List.of(new PriceSince(Instant.EPOCH, new Price(1_000_000, 100_000, 1_000_000, 2_000_000)));
    new Catalogues(stage.database.sql())
        .replace(
            new Catalogue(
                List.of(
                    new ModelProvider("one", ModelProtocol.OPENAI, base, true),
                    new ModelProvider("claude", ModelProtocol.ANTHROPIC, base, true)),
                List.of(
                    new Model(big, 100_000, 4_000, prices),
                    new Model(claude, 100_000, 4_000, prices)),
                List.of(new Link("smart", null, 1, big, 1), new Link("poet", null, 1, claude, 1))));
    addKey("one");
    addKey("claude");
    // Its key and its models are known once the refusal is no longer about them.
    Wait.until(() -> ask(MESSAGES, "{\"model\":\"poet\"}").status() == 400);
    Wait.until(() -> get("/v1/models").body().contains("poet"));
  }

  private void addKey(String name) {
    UUID id = NewKey.nextId();
    String sealed = new Vault(Stage.SECRET).seal(Vault.PLATFORM, id, "sk-" + name);
    new ProviderKeys(stage.database.sql())
        .add(new NewKey(id, name, null, "main", sealed, "key", 1));
  }

  Client client() throws IOException {
    return stage.modelClient();
  }

  Answer ask(String path, String body, String... headers) throws IOException {
    try (Client client = client()) {
      return client.send(post(path, body, headers)).answer();
    }
  }

  Answer get(String path) throws IOException {
    try (Client client = client()) {
      return client.get("models", path, bearer());
    }
  }

  /** A request with the agent's key. */
  String post(String path, String body, String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = bearer();
    all[headers.length + 1] = "Content-Length: " + body.length();
    return Client.request("POST", "models", path, all) + body;
  }

  String bearer() {
    return "Authorization: Bearer " + Stage.SECRET.modelKey(agent.cell(), 1);
  }

  /** Waits until so many attempts are recorded, and returns them in their order. */
  List<AttemptsRecord> recorded(int count) {
    Wait.until(() -> stage.database.sql().fetchCount(ATTEMPTS) >= count);
    return stage.database.sql().selectFrom(ATTEMPTS).orderBy(ATTEMPTS.AT, ATTEMPTS.ID).fetch();
  }

  /** Waits until nothing is reserved any more, and tells how often a provider was tried. */
  int attemptsOnceQuiet() {
    Wait.until(() -> stage.database.sql().fetchCount(LEASES) == 0);
    return stage.database.sql().fetchCount(ATTEMPTS);
  }

  @Override
  public void close() throws IOException {
    stage.close();
    provider.close();
    cell.close();
  }
}
