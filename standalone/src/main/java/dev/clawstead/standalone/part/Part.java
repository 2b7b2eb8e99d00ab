package dev.clawstead.standalone.part;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One process of the platform, as it is to be run. */
public record Part(String name, Run run, Probe probe, Stop stop) {

  /** The command, what it finds in its environment besides ours, and what happens before it. */
  public record Run(List<String> command, Map<String, String> environment, Runnable before) {

    /** A command that needs nothing done before it. */
    public static Run of(List<String> command, Map<String, String> environment) {
      return new Run(command, environment, () -> {});
    }

    /**
     * The same with a lower priority: work that nobody waits for in front of a screen yields the
     * processor to requests, and gets what they leave.
     */
    public static Run behind(List<String> command, Map<String, String> environment) {
      return of(
          Stream.concat(Stream.of("nice", "-n", "10"), command.stream()).toList(), environment);
    }
  }

  /** The signal that asks the process to end, and how long it may take. */
  public record Stop(String signal, Duration grace) {

    /** What most programs understand. */
    public static final Stop TERM = new Stop("TERM", Duration.ofSeconds(30));
  }

  /** The part's log, in this folder. */
  public Path log(Path folder) {
    return folder.resolve(name + ".log");
  }
}
