package dev.clawstead.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code ./clawstead bench NAME [--json]}: runs one measurement and prints its table. */
public final class Bench {

  private static final Map<String, Measurement> ALL =
      new TreeMap<>(
          Map.of(
              "claim", new ClaimBench(),
              "router", new RouterBench(),
              "signup", new SignupBench()));

  private Bench() {}

  /** Arguments: the name, and {@code --json} for rows that scripts read. */
  public static void main(String[] args) throws Exception {
    // Agents' host names need not resolve on this machine: connect to loopback and name the host.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    List<String> arguments = List.of(args);
    String name = arguments.stream().filter(a -> !a.startsWith("--")).findFirst().orElse("signup");
    Measurement measurement = ALL.get(name);
    if (measurement == null) {
      System.err.println("no bench is called " + name + "; there are: " + ALL.keySet());
      System.exit(2);
      return;
    }
    List<Row> rows = measurement.run();
    if (arguments.contains("--json")) {
      System.out.println(new ObjectMapper().writeValueAsString(rows));
    } else {
      rows.forEach(row -> System.out.println(row.line()));
    }
  }
}
