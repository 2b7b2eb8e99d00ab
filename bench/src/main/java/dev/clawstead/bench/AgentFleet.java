package dev.clawstead.bench;

import dev.clawstead.db.Database;
import dev.clawstead.domain.NodeRoom;
import dev.clawstead.domain.Slug;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/** Agents that exist in a database only: their cells are played by {@link InstantCells}. */
final class AgentFleet {

  private final DSLContext sql;
  private final PlatformSecret secret;
  private final int port;
  private final UUID node = UuidV7.next();
  private final UUID account = UuidV7.next();
  private int minted;

  AgentFleet(Database database, PlatformSecret secret, int port) {
    this.sql = database.sql();
    this.secret = secret;
    this.port = port;
    sql.execute(
        "insert into nodes (id, region, image, state, address, contacted_at)"
            + " values (?, 'fsn1', 'debian-13', 'ready', '127.0.0.1', now())",
        node);
    sql.execute(
        "insert into accounts (id, email, email_key, password_hash, plan)"
            + " values (?, 'bench@example.com', 'bench@example.com', 'x', 'free')",
        account);
  }

  /** Whose agents they are. */
  UUID account() {
    return account;
  }

  /** The key with which an agent's cell calls models. */
  String modelKey(Agent agent) {
    return secret.modelKey(agent.cell(), 1);
  }

  /** One agent's address and what opens it. */
  record Agent(String slug, UUID cell, UUID instance, String token) {}

  /** Thinks up agents that do not exist yet. */
  List<Agent> mint(int count) {
    List<Agent> agents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      UUID instance = UuidV7.next();
      agents.add(new Agent(Slug.next(), UuidV7.next(), instance, secret.accessToken(instance, 1)));
    }
    return agents;
  }

  /** Makes their warm cells and routes; tells nobody. */
  void insert(List<Agent> agents) {
    int count = agents.size();
    String[] slugs = agents.stream().map(Agent::slug).toArray(String[]::new);
    UUID[] cells = agents.stream().map(Agent::cell).toArray(UUID[]::new);
    String[] addresses = agents.stream().map(a -> address(minted++)).toArray(String[]::new);
    sql.execute(
        """
        insert into cells (id, node_id, region, size, image, slug, port, committed_bytes, state,
          warm_at)
        select c.id, ?, 'fsn1', 'small', 'agent-lite', c.slug, (? + c.n)::int, 1, 'warm',
          now()
        from unnest(?::uuid[], ?::text[]) with ordinality as c(id, slug, n)
        """,
        node,
        NodeRoom.PORT_FIRST + minted - count,
        cells,
        slugs);
    sql.execute(
        """
        insert into routes (slug, cell_id, address, port, state)
        select r.slug, r.cell, r.address, ?, 'warm'
        from unnest(?::text[], ?::uuid[], ?::text[]) as r(slug, cell, address)
        """,
        port,
        slugs,
        cells,
        addresses);
  }

  /** Gives the cells to instances; tells nobody, as a claim does. */
  void claim(List<Agent> agents) {
    UUID[] cells = agents.stream().map(Agent::cell).toArray(UUID[]::new);
    UUID[] ids = agents.stream().map(Agent::instance).toArray(UUID[]::new);
    String[] slugs = agents.stream().map(Agent::slug).toArray(String[]::new);
    byte[][] hashes = agents.stream().map(a -> Tokens.hash(a.token())).toArray(byte[][]::new);
    sql.transaction(
        tx -> {
          tx.dsl()
              .execute(
                  """
                  insert into orders (id, account_id, agent_name, plan, region, size, image, state)
                  select id, ?, 'a', 'free', 'fsn1', 'small', 'agent-lite', 'served'
                  from unnest(?::uuid[]) as o(id)
                  """,
                  account,
                  ids);
          tx.dsl()
              .execute(
                  """
                  insert into instances (id, account_id, name, plan, region, size, image, state,
                    slug, cell_id, access_token_hash)
                  select id, ?, 'a', 'free', 'fsn1', 'small', 'agent-lite', 'running', slug, cell,
                    hash
                  from unnest(?::uuid[], ?::text[], ?::uuid[], ?::bytea[]) as i(id, slug, cell, hash)
                  """,
                  account,
                  ids,
                  slugs,
                  cells,
                  hashes);
          tx.dsl()
              .execute(
                  """
                  insert into permits (instance_id, cell_id)
                  select id, cell from unnest(?::uuid[], ?::uuid[]) as p(id, cell)
                  """,
                  ids,
                  cells);
          tx.dsl()
              .execute(
                  """
                  update routes set state = 'open', instance_id = c.id, access_token_hash = c.hash,
                    version = nextval('route_version')
                  from unnest(?::uuid[], ?::text[], ?::bytea[]) as c(id, slug, hash)
                  where routes.slug = c.slug
                  """,
                  ids,
                  slugs,
                  hashes);
        });
  }

  /** Tells of a route, as every change but a claim does. */
  void tell(Agent agent) {
    sql.execute("select pg_notify('routes', ?)", agent.slug());
  }

  /** All of 127.0.0.0/8 is this machine, so each cell gets an address of its own. */
  private static String address(int n) {
    return "127.1." + (n >> 8 & 0xff) + "." + ((n & 0xff) == 0 ? 1 : n & 0xff);
  }
}
