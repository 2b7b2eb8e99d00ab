package dev.clawstead.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.impl.DSL;

/**
 * A migrated database on a real PostgreSQL: one server for the JVM, one database for each caller,
 * copied from a migrated template.
 */
public final class TestDatabase {

  private static final String PREFIX = "clawstead-test-postgres";
  private static final long MEMORY_BYTES_MIN = 8L << 30;
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private TestDatabase() {}

  /** Returns a database of the caller's own; close it when done. */
  public static Database create() {
    return Database.open(createAddress(), 80);
  }

  /** Makes a database of the caller's own and says where it is. */
  public static Database.Address createAddress() {
    String name = "test_" + COUNT.incrementAndGet();
    try (var connection = SERVER.getPostgresDatabase().getConnection()) {
      DSL.using(connection).execute("create database " + name + " template migrated");
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException("cannot make the test database " + name, e);
    }
    return address(name);
  }

  private static Database.Address address(String name) {
    return new Database.Address(SERVER.getJdbcUrl("postgres", name), "postgres", "postgres");
  }

  private static EmbeddedPostgres start() {
    try {
      Path folder = folder();
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder)
              .setCleanDataDirectory(false)
              .setServerConfig("max_connections", "500")
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server, folder)));
      try (var connection = server.getPostgresDatabase().getConnection()) {
        DSL.using(connection).execute("create database migrated");
      }
      try (Database template =
          Database.open(
              new Database.Address(
                  server.getJdbcUrl("postgres", "migrated"), "postgres", "postgres"),
              2)) {
        template.migrate();
      }
      return server;
    } catch (IOException | java.sql.SQLException e) {
      throw new IllegalStateException("the embedded PostgreSQL does not start", e);
    }
  }

  /**
   * In memory where there is plenty: hundreds of databases would keep the disk busy for minutes.
   */
  private static Path folder() throws IOException {
    Path memory = Path.of("/dev/shm");
    boolean plenty =
        Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > MEMORY_BYTES_MIN;
    return plenty ? Files.createTempDirectory(memory, PREFIX) : Files.createTempDirectory(PREFIX);
  }

  /** Hundreds of databases are a hundred thousand files, which nobody waits for to be deleted. */
  private static void close(EmbeddedPostgres server, Path folder) {
    try {
      server.close();
      new ProcessBuilder("nice", "rm", "-rf", folder.toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
