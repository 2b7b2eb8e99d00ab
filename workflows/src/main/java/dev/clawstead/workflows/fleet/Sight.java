package dev.clawstead.workflows.fleet;

import dev.clawstead.activities.docker.DockerActivities.StoppedCell;

/** What a stopped cell looks like, in words that complete "the agent ...". */
final class Sight {

  private Sight() {}

  static String reason(StoppedCell cell) {
    Long exit = cell.exitCode();
    if (exit == null) {
      return "lost its container";
    }
    if (cell.outOfMemory()) {
      return "ran out of memory";
    }
    return exit == 0 ? "ended by itself" : "stopped (exit code " + exit + ")";
  }
}
