package dev.clawstead.standalone.part;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One process of the platform, as it is to be run. */
public record Part(String name, Run run, Probe probe, Stop stop) {

  /** The command, what it finds in its environment besides ours, and what happens before it. */
  public record Run(List<String> command, Map<String, String> environment, Runnable before) {

    /** A command that needs nothing done before it. */
    public static Run of(List<String> command, Map<String, String> environment) {
      return new Run(command, environment, () -> {});
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
