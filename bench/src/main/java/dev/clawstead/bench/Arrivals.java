package dev.clawstead.bench;

import dev.clawstead.bench.AgentFleet.Agent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long it takes from the change of a route to the first 200 at its address. */
final class Arrivals {

  private static final int COUNT = 200;
  private static final int WARM_UP = 20;
  private static final long PATIENCE_SECONDS = 10;
  private static final int OK = 200;

  private final AgentFleet fleet;
  private final RouterProcess router;
  private final int known;

  Arrivals(RouterStand stand) {
    this.fleet = stand.fleet();
    this.router = stand.router();
    this.known = stand.agents().size();
  }

  /** New addresses that the router is told of, timed from before the commit that tells. */
  Histogram told() throws IOException {
    Histogram nanos = new Histogram(3);
    for (int i = 0; i < WARM_UP + COUNT; i++) {
      List<Agent> fresh = fleet.mint(1);
      Agent agent = fresh.getFirst();
      // Asked for just before: only the notification can bring it in now, not a second look.
      router.status(agent);
      fleet.insert(fresh);
      fleet.claim(fresh);
      record(nanos, i, agent, () -> fleet.tell(agent));
    }
    return nanos;
  }

  /** Warm cells that get an owner, of which by design nobody is told. */
  Histogram claimed() throws IOException {
    Histogram nanos = new Histogram(3);
    List<Agent> warm = fleet.mint(WARM_UP + COUNT);
    fleet.insert(warm);
    router.awaitRoutes(known + 2 * (WARM_UP + COUNT));
    for (int i = 0; i < warm.size(); i++) {
      Agent agent = warm.get(i);
      record(nanos, i, agent, () -> fleet.claim(List.of(agent)));
    }
    return nanos;
  }

  private void record(Histogram nanos, int turn, Agent agent, Runnable change) throws IOException {
    long begin = System.nanoTime();
    change.run();
    long took = untilOpen(agent) - begin;
    if (turn >= WARM_UP) {
      nanos.recordValue(took);
    }
  }

  private long untilOpen(Agent agent) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      if (router.status(agent) == OK) {
        return System.nanoTime();
      }
    }
    throw new IOException("the router does not open an address that has an owner");
  }
}
