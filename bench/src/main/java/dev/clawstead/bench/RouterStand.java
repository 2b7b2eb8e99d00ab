package dev.clawstead.bench;

import dev.clawstead.bench.AgentFleet.Agent;
import dev.clawstead.db.Database;
import dev.clawstead.secrets.PlatformSecret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import org.jooq.impl.DSL;

/** A router over a database of its own with this many open agents in it. */
final class RouterStand implements AutoCloseable {

  private static final byte[] KEY = new byte[32];

  private final Database database;
  private final AgentFleet fleet;
  private final List<Agent> agents;
  private final RouterProcess router;

  private RouterStand(Site site, String name, int count) throws IOException, SQLException {
    Path own = Files.createDirectories(site.folder().resolve(name));
    Path secret = Files.writeString(own.resolve("secret"), Base64.getEncoder().encodeToString(KEY));
    // The name is ours, and a database's name cannot be a parameter.
    try (var connection = site.postgres().getPostgresDatabase().getConnection()) {
      DSL.using(connection).execute("create database " + name);
    }
    Database.Address address =
        new Database.Address(site.postgres().getJdbcUrl("postgres", name), "postgres", "postgres");
    database = Database.open(address, 2);
    database.migrate();
    fleet = new AgentFleet(database, PlatformSecret.of(KEY), site.cells().port());
    agents = fleet.mint(count);
    fleet.insert(agents);
    fleet.claim(agents);
    router =
        new RouterProcess(new RouterProcess.Setup(address, secret, own, RouterProcess.Setup.BUILT));
  }

  /** Makes the agents and waits until the router knows them all. */
  static RouterStand up(Site site, String name, int count) throws IOException, SQLException {
    RouterStand stand = new RouterStand(site, name, count);
    stand.router.awaitRoutes(count);
    return stand;
  }

  /** What several stands share. */
  record Site(EmbeddedPostgres postgres, Path folder, InstantCells cells) {}

  AgentFleet fleet() {
    return fleet;
  }

  List<Agent> agents() {
    return agents;
  }

  RouterProcess router() {
    return router;
  }

  @Override
  public void close() {
    router.close();
    database.close();
  }
}
