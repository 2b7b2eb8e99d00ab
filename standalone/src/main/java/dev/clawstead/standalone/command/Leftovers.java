package dev.clawstead.standalone.command;

import dev.clawstead.standalone.process.Ending;
import dev.clawstead.standalone.process.Marked;
import dev.clawstead.standalone.process.ProcessId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Parts whose supervisor was killed: they run on, and nobody watches over them. */
final class Leftovers {

  private static final Duration GRACE = Duration.ofSeconds(20);

  private Leftovers() {}

  /** Ends them, those that others need last. Returns the names of the parts that were found. */
  static List<String> end(String installation) {
    List<Marked.Found> all = Marked.of(installation);
    List<ProcessId> database = new ArrayList<>();
    List<ProcessId> others = new ArrayList<>();
    for (Marked.Found found : all) {
      (found.part().equals("postgres") ? database : others).add(found.process());
    }
    Ending.end(others, "TERM", GRACE);
    // INT is PostgreSQL's fast shutdown.
    Ending.end(database, "INT", GRACE);
    return all.stream().map(Marked.Found::part).distinct().sorted().toList();
  }
}
