package dev.clawstead.standalone.platform;

import dev.clawstead.standalone.engine.Engine;
import dev.clawstead.standalone.process.ProcessId;
import dev.clawstead.standalone.state.RunFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Brings all parts up in order, watches over them, and takes them down in reverse. */
public final class Supervisor {

  private static final Duration PART_READY = Duration.ofMinutes(2);
  private static final Duration FLEET_READY = Duration.ofMinutes(10);
  private static final long LOOK_MILLIS = 250;
  private static final long WATCH_MILLIS = 500;
  private static final int ROTATE_EVERY = 20;
  private static final List<String> BOTTOM = List.of("postgres", "temporal", "simulators");
  private static final List<List<String>> STOPPING =
      List.of(List.of("gateway", "api", "worker"), List.of("simulators"));

  private final Site site;
  private final Journal journal;
  private final Crew crew;
  private final Engine engine;
  private final Training training;
  private boolean ended;
  private @Nullable RunFile written;

  /** Nothing runs before {@link #start}. */
  public Supervisor(Site site, Journal journal) {
    this.site = site;
    this.journal = journal;
    this.crew = new Crew(site, journal);
    this.engine = new Engine(site.installation().id());
    this.training = Parts.training(site, journal);
  }

  /** Returns when everything is ready; what was started is not ended by a failure. */
  public void start() throws IOException, StartFailure, InterruptedException {
    publish(false);
    journal.step("starting PostgreSQL, Temporal and the simulated providers");
    crew.start(List.of(Postgres.prepare(site), Temporal.part(site), Parts.simulators(site)));
    publish(false);
    for (String name : BOTTOM) {
      crew.await(name, PART_READY);
    }
    Map<String, String> settings = Parts.settings(site, engine.platformAddress());
    if (training.isNeeded()) {
      journal.step("making starts of api and worker faster, once for each build");
      training.run();
    }
    journal.step("starting api, worker and gateway");
    List<String> names = new ArrayList<>();
    var parts = Parts.platform(site, settings);
    parts.forEach(part -> names.add(part.name()));
    crew.start(parts);
    publish(false);
    for (String name : names) {
      crew.await(name, PART_READY);
    }
    awaitFleet();
    publish(true);
  }

  /** Watches until the process is told to end. */
  public void watch() throws IOException, InterruptedException {
    for (int round = 1; ; round++) {
      TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
      publish(crew.allReady());
      if (round % ROTATE_EVERY == 0) {
        crew.rotateLogs();
      }
    }
  }

  /** Takes everything down; nodes are stopped and kept. Called twice it does nothing more. */
  public synchronized void stop() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      training.cancel();
      for (List<String> names : STOPPING) {
        journal.step("ending " + String.join(", ", names));
        crew.stop(names);
      }
      // No simulator is left that could start them again.
      journal.step("stopping the nodes");
      engine.stopNodes();
    } finally {
      journal.step("ending Temporal and PostgreSQL");
      crew.stop(List.of("temporal"));
      crew.stop(List.of("postgres"));
      forget();
      journal.note("everything is down");
    }
  }

  private void awaitFleet() throws StartFailure, InterruptedException {
    Fleet fleet = new Fleet(site);
    long deadline = System.nanoTime() + FLEET_READY.toNanos();
    String shown = "";
    while (true) {
      var count = fleet.count();
      String now = count.map(Fleet.Count::toString).orElse("waiting for the api's word on nodes");
      if (!now.equals(shown)) {
        journal.step(now);
        shown = now;
      }
      if (count.isPresent() && count.get().complete()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new StartFailure(
            "the pools are not full after "
                + FLEET_READY.toMinutes()
                + " minutes ("
                + now
                + "). See "
                + site.state().logs().resolve("worker.log"));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private synchronized void publish(boolean ready) throws IOException {
    if (ended) {
      return;
    }
    ProcessId self = ProcessId.of(ProcessHandle.current().pid()).orElseThrow();
    RunFile run = new RunFile(self, ready, crew.processes());
    if (!run.equals(written)) {
      site.state().writeRun(run);
      written = run;
    }
  }

  private void forget() {
    try {
      site.state().forgetRun();
    } catch (IOException e) {
      journal.note("run.json could not be removed: " + e.getMessage());
    }
  }
}
