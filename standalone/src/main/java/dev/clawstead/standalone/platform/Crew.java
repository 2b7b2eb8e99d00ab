package dev.clawstead.standalone.platform;

import dev.clawstead.standalone.part.Keeper;
import dev.clawstead.standalone.part.LogFile;
import dev.clawstead.standalone.part.Part;
import dev.clawstead.standalone.process.ProcessId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The parts that run now, in the order in which they were started. */
final class Crew {

  private static final long LOOK_MILLIS = 100;
  private static final int DEATHS_AT_START = 3;
  private static final int LOG_LINES = 15;

  private final Site site;
  private final Journal journal;
  private final List<Keeper> keepers = new ArrayList<>();
  private boolean closed;

  Crew(Site site, Journal journal) {
    this.site = site;
    this.journal = journal;
  }

  /** Starts parts that do not wait for one another. */
  synchronized void start(List<Part> parts) throws StartFailure {
    for (Part part : parts) {
      if (closed) {
        throw new StartFailure("the start was called off");
      }
      log(part).rotate();
      keepers.add(Keeper.start(part, site.installation().id(), site.state().logs(), journal::note));
    }
  }

  /** Waits until the part is ready. */
  void await(String name, Duration within) throws StartFailure, InterruptedException {
    Keeper keeper = keeper(name);
    long deadline = System.nanoTime() + within.toNanos();
    while (!isReady(keeper)) {
      if (keeper.deaths() >= DEATHS_AT_START) {
        throw failure(keeper.part(), "ends right after its start");
      }
      if (System.nanoTime() > deadline) {
        throw failure(keeper.part(), "is not ready after " + within.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    journal.step(name + " is ready");
  }

  /** Says whether every part is there and says it is ready. */
  boolean allReady() throws InterruptedException {
    for (Keeper keeper : snapshot()) {
      if (!isReady(keeper)) {
        return false;
      }
    }
    return true;
  }

  /** Who runs now. */
  Map<String, ProcessId> processes() {
    Map<String, ProcessId> processes = new LinkedHashMap<>();
    for (Keeper keeper : snapshot()) {
      keeper.process().ifPresent(id -> processes.put(keeper.part().name(), id));
    }
    return processes;
  }

  /** Keeps the logs small. */
  void rotateLogs() {
    snapshot().forEach(keeper -> log(keeper.part()).rotate());
  }

  /** Ends the named parts, and from the first call on starts none. */
  void stop(List<String> names) {
    synchronized (this) {
      closed = true;
    }
    List<Thread> stopping = new ArrayList<>();
    for (Keeper keeper : snapshot()) {
      if (names.contains(keeper.part().name())) {
        stopping.add(Thread.ofPlatform().start(keeper::stop));
      }
    }
    for (Thread thread : stopping) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean isReady(Keeper keeper) throws InterruptedException {
    return keeper.process().isPresent() && keeper.part().probe().ready();
  }

  private synchronized List<Keeper> snapshot() {
    return List.copyOf(keepers);
  }

  private Keeper keeper(String name) {
    return snapshot().stream()
        .filter(keeper -> keeper.part().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no part " + name));
  }

  private LogFile log(Part part) {
    return new LogFile(part.log(site.state().logs()));
  }

  private StartFailure failure(Part part, String what) {
    LogFile log = log(part);
    return new StartFailure(
        part.name()
            + " "
            + what
            + ". The end of "
            + log.path()
            + ":\n    "
            + String.join("\n    ", log.tail(LOG_LINES)));
  }
}
