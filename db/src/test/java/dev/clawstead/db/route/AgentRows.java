package dev.clawstead.db.route;

import dev.clawstead.db.Database;
import dev.clawstead.domain.Slug;
import dev.clawstead.domain.UuidV7;
import java.util.UUID;
import org.jooq.DSLContext;

/** Makes and changes the rows behind agents' addresses, as the platform's transactions would. */
public final class AgentRows {

  private final DSLContext sql;
  private final UUID node = UuidV7.next();
  private final UUID account = UuidV7.next();
  private int ports = 20_000;

  public AgentRows(Database database) {
    this.sql = database.sql();
    sql.execute(
        "insert into nodes (id, region, image, state, address, contacted_at)"
            + " values (?, 'fsn1', 'debian-13', 'ready', '127.0.0.1', now())",
        node);
    sql.execute(
        "insert into accounts (id, email, email_key, password_hash, plan)"
            + " values (?, ?, ?, 'x', 'free')",
        account,
        account + "@example.com",
        account + "@example.com");
  }

  /** The rows' ids of one address. */
  public record Agent(String slug, UUID cell, UUID instance) {}

  /** A warm cell that listens here; nobody owns its address yet. */
  public Agent warm(String address, int port) {
    Agent agent = new Agent(Slug.next(), UuidV7.next(), UuidV7.next());
    sql.execute(
        "insert into cells (id, node_id, region, size, image, slug, port, committed_bytes, state,"
            + " warm_at) values (?, ?, 'fsn1', 'small', 'agent-lite', ?, ?, 1, 'warm', now())",
        agent.cell(),
        node,
        agent.slug(),
        ports++);
    sql.execute(
        "insert into routes (slug, cell_id, address, port, state) values (?, ?, ?, ?, 'warm')",
        agent.slug(),
        agent.cell(),
        address,
        port);
    tell(agent);
    return agent;
  }

  /** Gives the cell to a new instance, which by design tells nobody. */
  public void claim(Agent agent, byte[] accessTokenHash) {
    sql.transaction(
        tx -> {
          DSLContext in = tx.dsl();
          in.execute(
              "insert into orders (id, account_id, agent_name, plan, region, size, image, state)"
                  + " values (?, ?, 'a', 'free', 'fsn1', 'small', 'agent-lite', 'served')",
              agent.instance(),
              account);
          in.execute(
              "insert into instances (id, account_id, name, plan, region, size, image, state, slug,"
                  + " cell_id, access_token_hash) values"
                  + " (?, ?, 'a', 'free', 'fsn1', 'small', 'agent-lite', 'running', ?, ?, ?)",
              agent.instance(),
              account,
              agent.slug(),
              agent.cell(),
              accessTokenHash);
          in.execute(
              "update cells set state = 'claimed', instance_id = ? where id = ?",
              agent.instance(),
              agent.cell());
          in.execute(
              "insert into permits (instance_id, cell_id) values (?, ?)",
              agent.instance(),
              agent.cell());
          in.execute(
              "update routes set state = 'open', instance_id = ?, access_token_hash = ?,"
                  + " version = nextval('route_version') where slug = ?",
              agent.instance(),
              accessTokenHash,
              agent.slug());
        });
  }

  /** Sets the route's state. */
  public void state(Agent agent, String state) {
    change(agent, "state = '" + state + "'");
    tell(agent);
  }

  /** Changes the route's row and tells nobody, as if the notification were lost. */
  public void change(Agent agent, String assignment) {
    sql.execute(
        "update routes set " + assignment + ", version = nextval('route_version') where slug = ?",
        agent.slug());
  }

  /** Puts the instance on hold. */
  public void hold(Agent agent, String reason) {
    permit(agent, "holds = array['" + reason + "']");
    tell(agent);
  }

  /** Changes the permit and tells nobody. */
  public void permit(Agent agent, String assignment) {
    sql.transaction(
        tx -> {
          tx.dsl()
              .execute(
                  "update permits set " + assignment + " where instance_id = ?", agent.instance());
          tx.dsl()
              .execute(
                  "update routes set version = nextval('route_version') where slug = ?",
                  agent.slug());
        });
  }

  /** Removes the address's row and tells nobody. */
  public void forget(Agent agent) {
    sql.execute("delete from routes where slug = ?", agent.slug());
  }

  /** Tells that the route changed. */
  public void tell(Agent agent) {
    sql.execute("select pg_notify('routes', ?)", agent.slug());
  }
}
