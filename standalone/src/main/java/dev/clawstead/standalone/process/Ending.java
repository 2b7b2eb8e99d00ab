package dev.clawstead.standalone.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** Ends processes: asks first, waits, and kills what did not listen. */
public final class Ending {

  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration AFTER_KILL = Duration.ofSeconds(10);

  private Ending() {}

  /** Sends the signal (INT, TERM, ...), and KILL to whoever is still there after the grace. */
  public static void end(Collection<ProcessId> processes, String signal, Duration grace) {
    processes.forEach(process -> signal(process, signal));
    if (!gone(processes, grace)) {
      processes.forEach(process -> signal(process, "KILL"));
      if (!gone(processes, AFTER_KILL)) {
        throw new IllegalStateException(
            "these processes do not end, even by kill -9: " + processes);
      }
    }
  }

  /** Sends one signal, if the pid still belongs to the very same process. */
  public static void signal(ProcessId process, String signal) {
    if (!process.alive()) {
      return;
    }
    try {
      // The JDK can only send TERM and KILL; PostgreSQL wants INT.
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid() + " 2>/dev/null")
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("cannot run sh to send a signal", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean gone(Collection<ProcessId> processes, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    while (processes.stream().anyMatch(ProcessId::alive)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
