package dev.clawstead.db.instance;

import dev.clawstead.db.Database;
import dev.clawstead.db.event.Notices;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens for changes of instances on a connection of its own, which it makes again whenever it is
 * lost. What happens in between is not told: whoever must not miss a change looks now and then.
 */
public final class InstanceChanges implements AutoCloseable {

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
  private static final int WAIT_MILLIS = 10_000;

  private final Database.Address address;
  private final Consumer<UUID> onChange;
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Connection open;

  private InstanceChanges(Database.Address address, Consumer<UUID> onChange) {
    this.address = address;
    this.onChange = onChange;
    this.thread = Thread.ofVirtual().name("instance-changes").unstarted(this::listen);
  }

  /** Calls back with the id of every instance that changes, from one thread. */
  public static InstanceChanges listen(Database.Address address, Consumer<UUID> onChange) {
    InstanceChanges changes = new InstanceChanges(address, onChange);
    changes.thread.start();
    return changes;
  }

  private void listen() {
    while (!closed) {
      try (Connection connection = connect()) {
        open = connection;
        follow(connection);
      } catch (SQLException lost) {
        LockSupport.parkNanos(AGAIN_AFTER.toNanos());
      }
    }
  }

  private void follow(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + Notices.INSTANCES);
      PGConnection notices = connection.unwrap(PGConnection.class);
      while (!closed) {
        PGNotification[] got = notices.getNotifications(WAIT_MILLIS);
        for (PGNotification notice : got == null ? new PGNotification[0] : got) {
          onChange.accept(UUID.fromString(notice.getParameter()));
        }
        // A server that froze or went away without a word shows only when it is asked something.
        statement.execute("SELECT 1");
      }
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", address.user());
    properties.setProperty("password", address.password());
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("socketTimeout", "20");
    properties.setProperty("ApplicationName", "clawstead-instance-changes");
    return DriverManager.getConnection(address.url(), properties);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    Connection connection = open;
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException alreadyGone) {
        return;
      }
    }
  }
}
