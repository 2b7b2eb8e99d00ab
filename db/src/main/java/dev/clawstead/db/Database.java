package dev.clawstead.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** A process's connection pool to PostgreSQL. Opening it does not need the server to be up. */
public final class Database implements AutoCloseable {

  private static final long CONNECT_MILLIS = 3_000;
  private static final String SILENCE_SECONDS = "30";

  private final HikariDataSource pool;
  private final DSLContext sql;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    this.sql = DSL.using(pool, SQLDialect.POSTGRES);
  }

  /** Opens a pool of at most this many connections, which are made when first needed. */
  public static Database open(Address address, int connectionsMax) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address.url());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setMaximumPoolSize(connectionsMax);
    config.setMinimumIdle(Math.min(2, connectionsMax));
    config.setConnectionTimeout(CONNECT_MILLIS);
    // A server that froze must not hold its callers for ever.
    config.addDataSourceProperty("socketTimeout", SILENCE_SECONDS);
    config.addDataSourceProperty("tcpKeepAlive", "true");
    // A database that is down at start is reported by readiness, not by a process that dies.
    config.setInitializationFailTimeout(-1);
    return new Database(new HikariDataSource(config));
  }

  /** Brings the schema to this build's version; safe when several processes do it at once. */
  public void migrate() {
    Flyway.configure().dataSource(pool).locations("classpath:db/migration").load().migrate();
  }

  /** Runs queries; each outside a transaction commits by itself. */
  public DSLContext sql() {
    return sql;
  }

  @Override
  public void close() {
    pool.close();
  }

  /** Where PostgreSQL is and who we are there. */
  public record Address(String url, String user, String password) {

    @Override
    public String toString() {
      return url + " as " + user;
    }
  }
}
