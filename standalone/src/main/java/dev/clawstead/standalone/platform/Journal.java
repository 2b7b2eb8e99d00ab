package dev.clawstead.standalone.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What the supervisor has to say: to whoever waits for it, and into its log. */
public final class Journal {

  private final Path log;
  private final Instant begin;
  private volatile boolean waitedFor = true;

  /** Writes to this log, and to whoever waits at standard output since then. */
  public Journal(Path log, Instant begin) {
    this.log = log;
    this.begin = begin;
  }

  /** One step of a start, shown with the time since it began. */
  public void step(String text) {
    if (waitedFor) {
      long seconds = Duration.between(begin, Instant.now()).toSeconds();
      System.out.println(String.format(Locale.ROOT, "[%3ds] %s", seconds, text));
    }
    note(text);
  }

  /** Text for whoever waits, as it is. */
  public void say(String text) {
    if (waitedFor) {
      System.out.println(text);
    }
  }

  /** A line for the log alone. */
  public void note(String text) {
    try {
      Files.writeString(
          log,
          Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text + System.lineSeparator(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + log, e);
    }
  }

  /** Nobody waits any more: closes standard output, at whose end the launcher goes home. */
  public void letGo() {
    waitedFor = false;
    System.out.close();
  }
}
