package dev.clawstead.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An installation of the bench's own, apart from any other on the machine; removed on close. */
final class Stand implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final Path state;
  private final int portBase;
  private final int pool;

  private Stand(Path state, int portBase, int pool) {
    this.state = state;
    this.portBase = portBase;
    this.pool = pool;
  }

  /** Brings an installation up with this many warm small cells. */
  static Stand up(int pool) throws IOException, InterruptedException {
    Stand stand = new Stand(ROOT.resolve("bench/target/installation-" + pool), 18400, pool);
    stand.clawstead("reset", "--yes");
    stand.start();
    return stand;
  }

  /** Runs {@code up} and returns how long it took until everything was ready. */
  Duration start() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    clawstead("up", "--port-base", "" + portBase, "--pool", "" + pool);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  void stop() throws IOException, InterruptedException {
    clawstead("down");
  }

  JsonNode status() throws IOException, InterruptedException {
    return JSON.readTree(clawstead("status", "--json"));
  }

  /** Resident memory of a part's process, in bytes. */
  static long residentBytes(long pid) throws IOException {
    Matcher rss = RSS.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
    if (!rss.find()) {
      throw new IOException("process " + pid + " tells no resident size");
    }
    return Long.parseLong(rss.group(1)) * 1024;
  }

  private String clawstead(String verb, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("./clawstead", verb, "--state", state.toString()));
    command.addAll(List.of(more));
    Files.createDirectories(ROOT.resolve("bench/target"));
    Path output = Files.createTempFile("clawstead-bench", ".out");
    Process process =
        new ProcessBuilder(command)
            .directory(ROOT.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(output.toFile())
            .start();
    int exit = process.waitFor();
    String printed = Files.readString(output);
    Files.delete(output);
    if (exit != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + exit + ": " + printed);
    }
    return printed;
  }

  @Override
  public void close() throws IOException {
    try {
      clawstead("reset", "--yes");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while removing the bench's installation", e);
    }
  }
}
