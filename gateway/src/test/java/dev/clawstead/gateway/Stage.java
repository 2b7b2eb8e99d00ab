package dev.clawstead.gateway;

import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.route.AgentRows;
import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.db.route.Tickets;
import dev.clawstead.gateway.access.AgentHosts;
import dev.clawstead.gateway.proxy.Limits;
import dev.clawstead.gateway.trace.Traces.Collector;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A gateway beside a real PostgreSQL, both of the test's own. */
public final class Stage implements AutoCloseable {

  public static final PlatformSecret SECRET = PlatformSecret.of(new byte[32]);
  public static final Duration OFTEN = Duration.ofMillis(200);

  /** The usual limits for machines so busy that ten seconds are nothing. */
  public static final Limits PATIENT = patience(Duration.ofMinutes(10));

  public final Database.Address address;
  public final Database database;
  public final AgentRows rows;
  public final Path folder;
  private final @Nullable Collector collector;
  Gateway gateway;

  private Stage(
      Database.Address address, Limits limits, Duration resyncEvery, @Nullable Collector collector)
      throws IOException {
    this.address = address;
    this.collector = collector;
    this.database = Database.open(address, 4);
    this.rows = new AgentRows(database);
    this.folder = Files.createTempDirectory("gateway");
    this.gateway = start(address, limits, resyncEvery);
  }

  public static Stage set() throws IOException {
    return set(PATIENT, OFTEN);
  }

  public static Stage set(Limits limits, Duration resyncEvery) throws IOException {
    return new Stage(TestDatabase.createAddress(), limits, resyncEvery, null);
  }

  /** The usual limits, but with this much time for everything. */
  public static Limits patience(Duration patience) {
    Limits usual = Limits.standard();
    return new Limits(
        usual.size(),
        usual.count(),
        new Limits.Patience(patience, patience, patience, patience, patience));
  }

  /** A stage on a database that exists already. */
  public static Stage over(Database.Address address, Limits limits) throws IOException {
    return new Stage(address, limits, OFTEN, null);
  }

  /** A stage whose gateway tells this collector of its calls. */
  public static Stage telling(Collector collector) throws IOException {
    return new Stage(TestDatabase.createAddress(), PATIENT, OFTEN, collector);
  }

  /** Starts a gateway over this stage's table file, whatever the database. */
  Gateway start(Database.Address at, Limits limits, Duration resyncEvery) throws IOException {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return Gateway.start(
        new GatewayConfig(
            "test",
            at,
            SECRET,
            loopback,
            loopback,
            loopback,
            loopback,
            collector,
            AgentHosts.of("http://{slug}.agents.localhost", new AgentHosts.Own("127.0.0.1", 80)),
            "http://console.example.com/",
            folder.resolve("routes"),
            folder.resolve("journal")),
        limits,
        resyncEvery);
  }

  /** An agent with an owner behind this cell, known to the gateway. */
  public Agent agent(Cell cell) throws IOException {
    Agent agent = rows.warm("127.0.0.1", cell.port());
    rows.claim(agent, Tokens.hash(token(agent)));
    rows.tell(agent);
    Wait.until(
        () -> {
          try (Client client = client()) {
            return client.get(host(agent), "/", "Accept: text/plain").status() == 401;
          }
        });
    return agent;
  }

  public Client client() throws IOException {
    return Client.of(gateway.address());
  }

  /** A client where cells are, not customers. */
  public Client cellSideClient() throws IOException {
    return Client.of(gateway.cellAddress());
  }

  /** A client where owners' tools call models. */
  public Client modelClient() throws IOException {
    return Client.of(gateway.modelAddress());
  }

  /** A client of whoever watches the gateway. */
  public Client metricsClient() throws IOException {
    return Client.of(gateway.metricsAddress());
  }

  public static String host(Agent agent) {
    return agent.slug() + ".agents.localhost";
  }

  public static String token(Agent agent) {
    return SECRET.accessToken(agent.instance(), 1);
  }

  /** The header that opens the agent. */
  public static String bearer(Agent agent) {
    return "Authorization: Bearer " + token(agent);
  }

  /** The header that the cell must get instead. */
  public static String cellKey(Agent agent) {
    return "Bearer " + SECRET.cellKey(agent.cell(), 1);
  }

  /** A ticket for the agent, good for a minute. */
  public String ticket(Agent agent) {
    String ticket = Tokens.random("cst_");
    new Tickets(database.sql())
        .issue(Tokens.hash(ticket), agent.instance(), Duration.ofSeconds(60));
    return ticket;
  }

  @Override
  public void close() {
    gateway.close();
    database.close();
  }
}
