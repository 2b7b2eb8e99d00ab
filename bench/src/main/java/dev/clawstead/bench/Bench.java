package dev.clawstead.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code ./clawstead bench NAME [PART...] [--json]}: runs one measurement, prints its table. */
public final class Bench {

  private static final Map<String, Measurement> ALL =
      new TreeMap<>(
          Map.of(
              "claim", new ClaimBench(),
              "gateway", new GatewayBench(),
              "router", new RouterBench(),
              "signup", new SignupBench()));

  private Bench() {}

  /** Arguments: the name, parts of it, and flags; {@code --json} is for rows that scripts read. */
  public static void main(String[] args) throws Exception {
    // Agents' host names need not resolve on this machine: connect to loopback and name the host.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    Wishes wishes;
    try {
      wishes = Wishes.of(List.of(args));
    } catch (IllegalArgumentException e) {
      end(String.valueOf(e.getMessage()));
      return;
    }
    String name = wishes.parts().isEmpty() ? "signup" : wishes.parts().getFirst();
    Measurement measurement = ALL.get(name);
    if (measurement == null) {
      end("no bench is called " + name + "; there are: " + ALL.keySet());
      return;
    }
    List<Row> rows = measurement.run(wishes.behindTheName());
    if (List.of(args).contains("--json")) {
      System.out.println(new ObjectMapper().writeValueAsString(rows));
    } else {
      rows.forEach(row -> System.out.println(row.line()));
    }
  }

  private static void end(String why) {
    System.err.println(why);
    System.exit(2);
  }
}
