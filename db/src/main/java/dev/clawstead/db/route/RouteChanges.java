package dev.clawstead.db.route;

import dev.clawstead.db.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Follows changes of routes on a connection of its own (LISTEN), and comes back by itself after the
 * connection was lost. What changed in between is the listener's to find: it is told of every new
 * connection.
 */
public final class RouteChanges implements AutoCloseable {

  private static final String CHANNEL = "routes";
  private static final Duration PROBE_EVERY = Duration.ofSeconds(5);
  private static final int PROBE_SECONDS_MAX = 2;
  private static final Duration PAUSE_MIN = Duration.ofMillis(100);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(3);

  private final Database.Address address;
  private final Listener listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Connection current;

  private RouteChanges(Database.Address address, Listener listener) {
    this.address = address;
    this.listener = listener;
  }

  /** Starts to listen; the listener is called on one thread. */
  public static RouteChanges listen(Database.Address address, Listener listener) {
    RouteChanges changes = new RouteChanges(address, listener);
    Thread.ofPlatform().daemon().name("route-changes").start(changes::run);
    return changes;
  }

  private void run() {
    Duration pause = PAUSE_MIN;
    while (isOpen()) {
      try (Connection connection = connect()) {
        current = connection;
        try (var statement = connection.createStatement()) {
          statement.execute("LISTEN " + CHANNEL);
        }
        listener.connected();
        pause = PAUSE_MIN;
        deliver(connection);
      } catch (SQLException | DataAccessException e) {
        if (isOpen()) {
          listener.lost(String.valueOf(e.getMessage()));
        }
      }
      current = null;
      pause = rest(pause);
    }
  }

  private void deliver(Connection connection) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    Routes routes = new Routes(DSL.using(connection));
    while (isOpen()) {
      PGNotification @Nullable [] news =
          postgres.getNotifications(Math.toIntExact(PROBE_EVERY.toMillis()));
      if (news != null && news.length > 0) {
        Set<String> slugs = new HashSet<>();
        for (PGNotification one : news) {
          slugs.add(one.getParameter());
        }
        // Read here, not through the pool: a busy pool must not delay a hold.
        listener.changed(slugs, routes.find(slugs));
      } else if (!connection.isValid(PROBE_SECONDS_MAX)) {
        throw new SQLException("the connection that listens for changes does not answer");
      }
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", address.user());
    properties.setProperty("password", address.password());
    properties.setProperty("ApplicationName", "clawstead-route-changes");
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("socketTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(address.url(), properties);
  }

  private Duration rest(Duration pause) {
    try {
      if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return pause;
      }
    } catch (InterruptedException e) {
      closed.countDown();
    }
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : longer;
  }

  private boolean isOpen() {
    return closed.getCount() > 0;
  }

  @Override
  public void close() {
    closed.countDown();
    @Nullable Connection connection = current;
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        // It is gone already, which is what was wanted.
      }
    }
  }

  /** Whoever keeps a copy of the routes. */
  public interface Listener {

    /** Changes from now on will be told; those before may have been missed. */
    void connected();

    /** These addresses changed; {@code rows} are those of them that exist now. */
    void changed(Set<String> slugs, List<Route> rows);

    /** No changes are told until {@link #connected} is called again. */
    void lost(String why);
  }
}
