package dev.clawstead.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells "PostgreSQL does not answer" from every other failure. */
public final class Outage {

  private Outage() {}

  /** Whether a query failed because the server is down, starting or out of reach. */
  public static boolean causedBy(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException
          || (cause instanceof SQLException sql && isConnection(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  /** Class 08 is a broken connection, 57P a server that shuts down or starts. */
  private static boolean isConnection(@Nullable String state) {
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }
}
