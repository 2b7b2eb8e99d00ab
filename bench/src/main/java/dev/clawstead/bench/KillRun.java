package dev.clawstead.bench;

import dev.clawstead.bench.Books.Entry;
import dev.clawstead.bench.SimulatedProviders.Billed;
import dev.clawstead.bench.StreamedTurn.End;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Kills the gateway again and again while clients call through it, and holds its books against the
 * provider's.
 */
final class KillRun {

  private static final int WORDS = 30;
  private static final int PACE_MILLIS = 4;
  private static final int OUTPUT_MAX = 500;
  private static final long REST_SECONDS = 60;

  private final GatewayStand stand;
  private final SimulatedProviders providers;
  private final Plan plan;
  private final AtomicInteger turns = new AtomicInteger();
  private final AtomicInteger whole = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Map<String, End> ends = new ConcurrentHashMap<>();

  KillRun(GatewayStand stand, SimulatedProviders providers, Plan plan) {
    this.stand = stand;
    this.providers = providers;
    this.plan = plan;
  }

  /**
   * How long and how hard.
   *
   * @param turnsBetween whole answers between two kills, so that each finds the gateway at work
   * @param atLeast it goes on with kills until so much time has passed
   */
  record Plan(int clients, int kills, int turnsBetween, Duration atLeast) {}

  Outcome run() throws Exception {
    providers.pace(PACE_MILLIS);
    int kills = 0;
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < plan.clients; i++) {
        int number = i;
        running.add(clients.submit(() -> client(number)));
      }
      try {
        long end = System.nanoTime() + plan.atLeast.toNanos();
        while (kills < plan.kills || System.nanoTime() - end < 0) {
          awaitTurns(plan.turnsBetween);
          stand.gateway().kill();
          kills++;
          stand.gateway().again();
        }
        awaitTurns(plan.turnsBetween);
      } finally {
        over.set(true);
      }
      for (Future<?> client : running) {
        client.get();
      }
    }
    List<Billed> billed = providers.bills();
    boolean rested = stand.books().awaitRest(billed.size(), REST_SECONDS);
    return compare(kills, rested, billed);
  }

  private void client(int number) {
    String key = stand.key(number);
    while (!over.get()) {
      String id = "turn-" + turns.incrementAndGet();
      End end = turn(key, id);
      ends.put(id, end);
      if (end == End.WHOLE) {
        whole.incrementAndGet();
        synchronized (whole) {
          whole.notifyAll();
        }
      }
    }
  }

  private End turn(String key, String id) {
    try {
      String body =
          ChatBody.small(SimulatedProviders.CHAT, true, OUTPUT_MAX, "say " + WORDS + " words");
      return StreamedTurn.make(
          stand.gateway().models(),
          new StreamedTurn.Request(GatewayStand.CHAT, key, id, body, Integer.MAX_VALUE));
    } catch (IOException e) {
      throw new IllegalStateException("a body cannot be made", e);
    }
  }

  private void awaitTurns(int more) throws InterruptedException, IOException {
    int goal = whole.get() + more;
    long end = System.nanoTime() + Duration.ofSeconds(REST_SECONDS).toNanos();
    synchronized (whole) {
      while (whole.get() < goal) {
        whole.wait(1_000);
        if (System.nanoTime() - end > 0) {
          throw new IOException("the gateway does not serve again");
        }
      }
    }
  }

  private Outcome compare(int kills, boolean rested, List<Billed> billed) {
    Map<String, Entry> recorded = new HashMap<>();
    stand.books().entries().forEach(entry -> recorded.put(entry.id().toString(), entry));
    int missing = 0;
    int wrong = 0;
    int cut = 0;
    Set<String> exact = new HashSet<>();
    for (Billed bill : billed) {
      Entry entry = recorded.get(bill.attempt());
      if (entry == null) {
        missing++;
      } else if (entry.isDone() && !entry.estimated()) {
        exact.add(entry.requestId());
        wrong += agree(entry, bill) ? 0 : 1;
      } else {
        cut++;
        wrong += entry.estimated() && entry.micros() <= entry.reservedMicros() ? 0 : 1;
      }
    }
    int unpaid = 0;
    for (Map.Entry<String, End> end : ends.entrySet()) {
      unpaid += end.getValue() == End.WHOLE && !exact.contains(end.getKey()) ? 1 : 0;
    }
    return new Outcome(
        kills,
        billed.size(),
        recorded.size(),
        cut,
        missing,
        wrong,
        unpaid,
        rested ? 0 : stand.books().leasedMicros(),
        stand.books().spentBesidesAttempts());
  }

  static boolean agree(Entry entry, Billed bill) {
    return entry.tokens() == bill.tokens()
        && entry.cached() == bill.cached()
        && entry.output() == bill.output();
  }

  /**
   * What came of it.
   *
   * @param billed attempts that the provider saw
   * @param recorded rows of attempts, those too that died before their provider heard of them
   * @param cut rows of attempts whose end the gateway did not live to see
   * @param missing attempts that the provider saw and that have no row; an id has at most one
   * @param wrong rows that say what they must not: finished ones other than the provider, cut ones
   *     not as estimated or above what was reserved
   * @param unpaid whole answers whose row is not exact
   * @param heldMicros what is still set aside once nothing runs
   * @param unexplainedMicros what caps count as spent and no attempt explains
   */
  record Outcome(
      int kills,
      int billed,
      int recorded,
      int cut,
      int missing,
      int wrong,
      int unpaid,
      long heldMicros,
      long unexplainedMicros) {

    List<Row> rows() {
      System.err.printf(
          "%d kills, %d attempts at the provider, %d rows, %d of them cut%n",
          kills, billed, recorded, cut);
      String what = "gateway: " + kills + " kill -9: ";
      return List.of(
          Row.atMost(what + "attempts without their one row", "", 0, missing),
          Row.atMost(what + "rows that are wrong", "", 0, wrong),
          Row.atMost(what + "whole answers not exact in the books", "", 0, unpaid),
          Row.atMost(what + "still reserved after recovery", "micros", 0, (double) heldMicros),
          Row.atMost(
              what + "spent that no row explains",
              "micros",
              0,
              (double) Math.abs(unexplainedMicros)));
    }
  }
}
