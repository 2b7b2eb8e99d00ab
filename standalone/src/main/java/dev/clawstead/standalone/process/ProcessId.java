package dev.clawstead.standalone.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process and no other: the system gives a pid to somebody else once its process has ended, so
 * the time of its start belongs to its name.
 */
public record ProcessId(long pid, long startTicks) {

  // Counted after the closing parenthesis of the command's name, which may hold blanks itself.
  private static final int STATE = 0;
  private static final int START_TICKS = 19;

  /** Returns the process that has this pid now, if it is running. */
  public static Optional<ProcessId> of(long pid) {
    try {
      String stat =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      // A zombie has ended; only its parent has not asked yet.
      return fields[STATE].equals("Z") || fields[STATE].equals("X")
          ? Optional.empty()
          : Optional.of(new ProcessId(pid, Long.parseLong(fields[START_TICKS])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Says whether this very process still runs. */
  public boolean alive() {
    return of(pid).filter(this::equals).isPresent();
  }
}
