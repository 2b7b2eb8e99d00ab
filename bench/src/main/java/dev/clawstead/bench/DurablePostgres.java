package dev.clawstead.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** A PostgreSQL of the bench's own that keeps what it commits. */
final class DurablePostgres {

  private static final List<String> SETTINGS =
      List.of("fsync", "full_page_writes", "synchronous_commit");

  private DurablePostgres() {}

  /** Starts it; its defaults are made for tests, and would measure nothing. */
  static EmbeddedPostgres start() throws IOException, SQLException {
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
    SETTINGS.forEach(setting -> builder.setServerConfig(setting, "on"));
    EmbeddedPostgres postgres = builder.start();
    try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
      for (String setting : SETTINGS) {
        try (ResultSet value = connection.createStatement().executeQuery("show " + setting)) {
          if (!value.next() || !"on".equals(value.getString(1))) {
            throw new IOException(setting + " is off: this would measure nothing");
          }
        }
      }
    }
    return postgres;
  }
}
