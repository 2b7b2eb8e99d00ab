package dev.clawstead.bench;

import dev.clawstead.bench.AgentFleet.Agent;
import dev.clawstead.db.Database;
import dev.clawstead.db.catalogue.Catalogue;
import dev.clawstead.db.catalogue.Catalogue.Link;
import dev.clawstead.db.catalogue.Catalogue.Model;
import dev.clawstead.db.catalogue.Catalogue.ModelId;
import dev.clawstead.db.catalogue.Catalogue.ModelProvider;
import dev.clawstead.db.catalogue.Catalogue.PriceSince;
import dev.clawstead.db.catalogue.Catalogues;
import dev.clawstead.db.catalogue.ProviderKeys;
import dev.clawstead.db.catalogue.ProviderKeys.NewKey;
import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.domain.Price;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.Vault;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A gateway as a process of its own beside a PostgreSQL, agents that call models, and a shop. */
final class GatewayStand implements AutoCloseable {

  static final String CHAT = "/v1/chat/completions";

  /** Micros for a million tokens; what a large model costs, about. */
  static final Price PRICE = new Price(1_250_000, 125_000, 1_250_000, 10_000_000);

  private static final byte[] KEY = new byte[32];
  private static final int CONTEXT_TOKENS = 400_000;
  private static final int OUTPUT_TOKENS = 8_000;
  private static final long START_SECONDS = 60;

  private final EmbeddedPostgres postgres;
  private final Database database;
  private final AgentFleet fleet;
  private final List<Agent> agents;
  private final RouterProcess gateway;
  private final Path folder;

  private GatewayStand(EmbeddedPostgres postgres, Path folder, List<String> program, int agentCount)
      throws IOException {
    this.postgres = postgres;
    this.folder = folder;
    Path secret =
        Files.writeString(folder.resolve("secret"), Base64.getEncoder().encodeToString(KEY));
    Database.Address address =
        new Database.Address(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
    database = Database.open(address, 4);
    database.migrate();
    fleet = new AgentFleet(database, PlatformSecret.of(KEY), 1);
    // A plan without a cap of its own: caps are for those who measure them.
    database.sql().execute("update accounts set plan = 'enterprise' where id = ?", fleet.account());
    agents = fleet.mint(agentCount);
    fleet.insert(agents);
    fleet.claim(agents);
    gateway = new RouterProcess(new RouterProcess.Setup(address, secret, folder, program));
  }

  /** Starts all of it in a new folder and sells these; what it logs stays in the folder. */
  static GatewayStand up(List<String> program, int agents, List<Seller> sellers)
      throws IOException, SQLException {
    Path module = Files.isDirectory(Path.of("bench")) ? Path.of("bench") : Path.of("");
    Path parent = Files.createDirectories(module.resolve("target").toAbsolutePath());
    Path folder = Files.createTempDirectory(parent, "gateway-");
    GatewayStand stand = new GatewayStand(DurablePostgres.start(), folder, program, agents);
    try {
      stand.sell(sellers);
      stand.await(sellers);
      return stand;
    } catch (IOException e) {
      stand.close();
      throw e;
    }
  }

  /**
   * Who sells a model under an alias; several of one alias are tried in their order.
   *
   * @param secret the key that the provider gave to the platform
   */
  record Seller(
      String alias, String name, ModelProtocol protocol, URI base, String model, String secret) {

    static Seller instant(String alias, URI base) {
      return new Seller(alias, alias, ModelProtocol.OPENAI, base, "instant", "sk-instant");
    }
  }

  private void sell(List<Seller> sellers) {
    List<PriceSince> prices = List.of(new PriceSince(Instant.EPOCH, PRICE));
    List<ModelProvider> providers = new ArrayList<>();
    List<Model> models = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    for (Seller seller : sellers) {
      ModelId id = new ModelId(seller.name, seller.model);
      int place =
          1 + (int) links.stream().filter(link -> link.alias().equals(seller.alias)).count();
      providers.add(new ModelProvider(seller.name, seller.protocol, seller.base, true));
      models.add(new Model(id, CONTEXT_TOKENS, OUTPUT_TOKENS, prices));
      links.add(new Link(seller.alias, null, place, id, 1));
    }
    new Catalogues(database.sql()).replace(new Catalogue(providers, models, links));
    Vault vault = new Vault(PlatformSecret.of(KEY));
    for (Seller seller : sellers) {
      UUID id = NewKey.nextId();
      new ProviderKeys(database.sql())
          .add(
              new NewKey(
                  id,
                  seller.name,
                  null,
                  "bench",
                  vault.seal(Vault.PLATFORM, id, seller.secret),
                  "nnnn",
                  1));
    }
  }

  /** Waits until every agent may call every alias. */
  private void await(List<Seller> sellers) throws IOException {
    gateway.awaitRoutes(agents.size());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!sellers.stream().allMatch(seller -> models().contains("\"" + seller.alias + "\""))) {
      if (System.nanoTime() > end) {
        throw new IOException("the gateway does not sell what it should: " + models());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private String models() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + gateway.models().getPort() + "/v1/models");
      HttpRequest request =
          HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + key(0)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      // Not up yet; whoever waits asks again.
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** The key of the agent of this number, counted round and round. */
  String key(int number) {
    return fleet.modelKey(agent(number));
  }

  Agent agent(int number) {
    return agents.get(number % agents.size());
  }

  /** Where its journal lies. */
  Path folder() {
    return folder;
  }

  RouterProcess gateway() {
    return gateway;
  }

  Books books() {
    return new Books(database.sql());
  }

  @Override
  public void close() throws IOException {
    gateway.close();
    database.close();
    postgres.close();
  }
}
