package dev.clawstead.standalone.part;

import dev.clawstead.standalone.process.Ending;
import dev.clawstead.standalone.process.ProcessId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps one part running: starts it, and starts it again, later and later, when it dies. */
public final class Keeper {

  private final Part part;
  private final Tools tools;
  private final Restarts restarts = new Restarts();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable ProcessId process;
  private volatile boolean failing;
  private final AtomicInteger deaths = new AtomicInteger();

  /** What a keeper works with; the tests bring their own. */
  record Tools(Spawner spawner, Clock clock, Pause pause, Consumer<String> journal) {}

  /** Waits this long or until the keeper is stopped. */
  interface Pause {
    void before(Duration delay, CountDownLatch stopping) throws InterruptedException;
  }

  Keeper(Part part, Tools tools) {
    this.part = part;
    this.tools = tools;
    this.thread = Thread.ofPlatform().name("keep-" + part.name()).unstarted(this::keep);
  }

  /** Starts the part and keeps it running until told to stop. */
  public static Keeper start(Part part, String installation, Path logs, Consumer<String> journal) {
    Tools tools =
        new Tools(
            Spawner.processes(installation, logs),
            Clock.systemUTC(),
            (delay, stopping) -> {
              boolean _ = stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS);
            },
            journal);
    Keeper keeper = new Keeper(part, tools);
    keeper.start();
    return keeper;
  }

  void start() {
    thread.start();
  }

  /** The part that is kept. */
  public Part part() {
    return part;
  }

  /** The part's process, if one runs now. */
  public Optional<ProcessId> process() {
    return Optional.ofNullable(process).filter(ProcessId::alive);
  }

  /** Says whether the part died so often that it needs a human. */
  public boolean failing() {
    return failing;
  }

  /** How often the part has died since it was first started. */
  public int deaths() {
    return deaths.get();
  }

  /** Asks the part to end, kills it if it does not, and starts it no more. */
  public void stop() {
    stopping.countDown();
    synchronized (this) {
      // No process can be started from here on: a start holds this lock and looks first.
      ProcessId running = process;
      if (running != null) {
        Ending.end(List.of(running), part.stop().signal(), part.stop().grace());
      }
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    while (stopping.getCount() > 0) {
      Instant started = tools.clock().instant();
      String end = runOnce();
      if (stopping.getCount() == 0) {
        return;
      }
      deaths.incrementAndGet();
      Restarts.Verdict verdict = restarts.died(started, tools.clock().instant());
      failing = verdict.failing();
      tools.journal().accept(report(end, verdict));
      try {
        tools.pause().before(verdict.delay(), stopping);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private String report(String end, Restarts.Verdict verdict) {
    String often = verdict.failing() ? " (it keeps dying; see its log)" : "";
    return part.name()
        + " "
        + end
        + often
        + "; starting it again in "
        + verdict.delay().toMillis()
        + " ms";
  }

  private String runOnce() {
    try {
      Spawner.Spawned spawned;
      synchronized (this) {
        if (stopping.getCount() == 0) {
          return "was stopped";
        }
        spawned = tools.spawner().spawn(part);
        process = spawned.id();
      }
      return "ended with code " + spawned.exit().get();
    } catch (ExecutionException | RuntimeException e) {
      return "could not be run: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "is no longer watched";
    } finally {
      process = null;
    }
  }
}
