package dev.clawstead.standalone.platform;

import dev.clawstead.standalone.part.Part;
import dev.clawstead.standalone.process.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PostgreSQL, safe against a power cut and small. */
final class Postgres {

  static final String USER = "clawstead";
  static final String DATABASE = "clawstead";

  private static final int STATUS_LINE = 7;
  private static final List<String> SETTINGS =
      List.of(
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "shared_buffers=128MB",
          "max_connections=100",
          "max_wal_size=512MB",
          "io_method=sync",
          "jit=off",
          "timezone=UTC",
          "log_timezone=UTC",
          "log_line_prefix=%m [%p] ");

  private final Path programs;
  private final Path data;
  private final int port;
  private final List<String> prefix;

  private Postgres(Path programs, Path data, int port) throws IOException {
    this.programs = programs;
    this.data = data;
    this.port = port;
    this.prefix = Unprivileged.prefix();
  }

  /** Unpacks the programs and makes the database's files, where that has not been done yet. */
  static Part prepare(Site site) throws IOException {
    Path programs = PostgresBinaries.unpack(site.tools().cache());
    Path data = site.state().path().resolve("postgres");
    Postgres postgres = new Postgres(programs, data, site.ports().postgres());
    if (Files.isDirectory(data)) {
      Unprivileged.requireOwn(data);
    } else {
      postgres.make(site.state().databasePasswordFile(), site.state().path());
    }
    return new Part(
        "postgres",
        new Part.Run(postgres.command(), Map.of("LC_ALL", "C"), postgres::dropStaleLock),
        postgres::ready,
        // INT is PostgreSQL's fast shutdown: clients are disconnected, everything is written.
        new Part.Stop("INT", Duration.ofSeconds(30)));
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(programs.resolve("postgres").toString(), "-D", data.toString()));
    command.addAll(List.of("-c", "port=" + port));
    SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
    return command;
  }

  /** Made beside its place and then moved there, so that half a database is never taken for one. */
  private void make(Path passwordFile, Path state) throws IOException {
    Path part = state.resolve("postgres.part");
    removeTree(part);
    run(
        "",
        "initdb",
        List.of(
            "-D",
            part.toString(),
            "-U",
            USER,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C"));
    run(
        "create database " + DATABASE + "\n",
        "postgres",
        List.of("--single", "-D", part.toString(), "postgres"));
    Files.move(part, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private void run(String input, String program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(programs.resolve(program).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
      stdin.write(input);
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0 || output.contains("ERROR:")) {
        throw new IOException("PostgreSQL's files could not be made: " + output.trim());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL's files were made", e);
    }
  }

  /**
   * After a power cut the pid in PostgreSQL's lock file may belong to anybody, and PostgreSQL would
   * refuse to start. The supervisor holds its own lock, so a server that is not ours is none.
   */
  private void dropStaleLock() {
    Path lock = data.resolve("postmaster.pid");
    try {
      if (Files.exists(lock) && !isOurServer(lockLines(lock))) {
        Files.delete(lock);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + lock, e);
    }
  }

  private boolean isOurServer(List<String> lock) throws IOException {
    long pid = Long.parseLong(lock.getFirst().trim());
    if (ProcessId.of(pid).isEmpty()) {
      return false;
    }
    String command =
        Files.readString(
            Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
    return command.contains("postgres") && command.contains(data.toString());
  }

  /** The server writes its state into its lock file; pg_ctl waits for the same word. */
  private boolean ready() {
    try {
      List<String> lock = lockLines(data.resolve("postmaster.pid"));
      return lock.size() > STATUS_LINE
          && lock.get(STATUS_LINE).trim().equals("ready")
          && isOurServer(lock);
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  private static List<String> lockLines(Path lock) throws IOException {
    List<String> lines = Files.readAllLines(lock, StandardCharsets.ISO_8859_1);
    return lines.isEmpty() ? List.of("0") : lines;
  }

  private static void removeTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
