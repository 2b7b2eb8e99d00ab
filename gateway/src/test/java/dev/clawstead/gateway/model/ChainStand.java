package dev.clawstead.gateway.model;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static dev.clawstead.db.generated.Tables.CAPS;
import static dev.clawstead.db.generated.Tables.LEASES;
import static dev.clawstead.gateway.model.ModelStand.ANSWER;
import static dev.clawstead.gateway.model.ModelStand.CHAT;
import static dev.clawstead.gateway.model.ModelStand.HELLO;

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
import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.domain.ModelProtocol;
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

/** A gateway with one agent and a chain of two providers, one of which speaks both protocols. */
final class ChainStand implements AutoCloseable {

  final Provider first = new Provider();
  final Provider second = new Provider();
  final Stage stage = Stage.set();
  final Cell cell = Cell.saying("hello");
  final Agent agent = stage.agent(cell);

  /** The first call is made already: what it cost is in the books. */
  ChainStand() throws IOException {
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

  @Override
  public void close() throws IOException {
    stage.close();
    first.close();
    second.close();
    cell.close();
  }

  Answer ask(String path, String body, String... headers) throws IOException {
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

  Answer askWith(String key) throws IOException {
    try (Client client = stage.modelClient()) {
      return client.send(post(CHAT, HELLO, "Authorization: Bearer " + key)).answer();
    }
  }

  static String post(String path, String body, String... headers) {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Content-Length: " + body.length();
    return Client.request("POST", "models", path, all) + body;
  }

  String key() {
    return Stage.SECRET.modelKey(agent.cell(), 1);
  }

  String bearer() {
    return "Authorization: Bearer " + key();
  }

  void addKey(String provider, String secret) {
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
  void cap(long micros) {
    Wait.until(() -> stage.database.sql().fetchCount(LEASES) == 0);
    stage
        .database
        .sql()
        .insertInto(CAPS, CAPS.SCOPE, CAPS.SCOPE_ID, CAPS.PERIOD, CAPS.MICROS)
        .values("instance", agent.instance(), "month", micros)
        .execute();
  }

  /** Waits until so many attempts are recorded, and returns them in their order. */
  List<AttemptsRecord> recorded(int count) {
    Wait.until(() -> stage.database.sql().fetchCount(ATTEMPTS) >= count);
    return stage.database.sql().selectFrom(ATTEMPTS).orderBy(ATTEMPTS.AT, ATTEMPTS.ID).fetch();
  }
}
