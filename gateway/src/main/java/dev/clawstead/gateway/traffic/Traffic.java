package dev.clawstead.gateway.traffic;

import dev.clawstead.db.rate.RateShares;
import dev.clawstead.domain.CallKind;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds every agent to its plan's rates, over all gateways: each has a share of an agent's rates,
 * taken from PostgreSQL when the agent first calls through it and kept in memory. Without
 * PostgreSQL a gateway goes on with the shares it has.
 */
public final class Traffic implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);
  private static final int THREADS = 3;
  private static final Duration LOOK_EVERY = Duration.ofMillis(25);
  private static final Duration ASK_EVERY = Duration.ofMillis(500);

  /** Well within the time after which PostgreSQL takes a gateway for gone. */
  private static final Duration RENEW_EVERY = Duration.ofSeconds(5);

  private static final Duration IDLE = Duration.ofSeconds(10);

  private final String gateway;
  private final RateShares shares;
  private final Duration patience;
  private final Map<UUID, Gate> gates = new ConcurrentHashMap<>();

  /** Gates at which somebody may be waiting: only these are looked at often. */
  private final Set<Gate> crowded = ConcurrentHashMap.newKeySet();

  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("traffic").factory());
  private final ExecutorService asking =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("traffic-shares-", 0).factory());
  private volatile Map<Plan, RateLimit> limits = Map.of();
  private volatile boolean knowsLimits;
  private final AtomicBoolean keeping = new AtomicBoolean();
  private volatile long renewedAt = System.nanoTime();

  /**
   * Begins without any limits, until {@link #limits} tells them.
   *
   * @param patience how long a call waits for its turn before it is turned away
   */
  public Traffic(String gateway, RateShares shares, Duration patience) {
    this.gateway = gateway;
    this.shares = shares;
    this.patience = patience;
    every(LOOK_EVERY, ticks, this::look);
    every(ASK_EVERY, ticks, this::askToKeepShares);
  }

  private static void every(Duration pause, ScheduledExecutorService on, Runnable what) {
    var _ =
        on.scheduleWithFixedDelay(
            () -> {
              try {
                what.run();
              } catch (RejectedExecutionException ending) {
                LOG.debug("the gateway is ending");
              } catch (RuntimeException e) {
                LOG.error("rates are not kept for a moment", e);
              }
            },
            pause.toMillis(),
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** From now on these are the plans' rates; a plan without any is not limited. */
  public void limits(Map<Plan, RateLimit> byPlan) {
    limits = byPlan;
    knowsLimits = true;
  }

  /**
   * Asks to begin a call. Nothing is asked of PostgreSQL but for an agent's first call here.
   *
   * @param key the key it is called with; keys wait in turns
   */
  public Turn enter(UUID instance, @Nullable UUID key, Plan plan, CallKind kind) {
    long now = System.nanoTime();
    Gate gate = gates.computeIfAbsent(instance, id -> open(id, now));
    if (knowsLimits) {
      gate.limit(limits.get(plan), now);
    }
    Turn turn = gate.enter(key == null ? instance : key, kind == CallKind.BACKGROUND, now);
    if (!turn.admitted().isDone()) {
      crowded.add(gate);
    }
    return turn;
  }

  /** A call of this agent has used so many rated tokens. */
  public void spent(UUID instance, long tokens) {
    Gate gate = gates.get(instance);
    if (gate != null) {
      gate.spent(tokens);
    }
  }

  /** How many calls wait for their turn. */
  public int waiting() {
    return crowded.stream().mapToInt(Gate::waiting).sum();
  }

  private Gate open(UUID instance, long now) {
    Gate gate = new Gate(instance, now);
    asking.execute(() -> ask(gate));
    return gate;
  }

  private void ask(Gate gate) {
    try {
      gate.share(shares.take(gateway, gate.instance()), System.nanoTime());
    } catch (DataAccessException e) {
      if (gate.knowsNoShare()) {
        // Better too much for a while than none: the budget bounds what can be spent.
        gate.share(RateLimit.PARTS, System.nanoTime());
      }
      LOG.warn("an agent's share of its rates stays as it is: PostgreSQL does not answer");
    }
  }

  private void look() {
    long now = System.nanoTime();
    for (Gate gate : crowded) {
      gate.serve(now);
      gate.giveUp(now, patience.toNanos());
      if (gate.waiting() == 0) {
        crowded.remove(gate);
        // Somebody may have come in between.
        if (gate.waiting() > 0) {
          crowded.add(gate);
        }
      }
    }
  }

  /** Without PostgreSQL one takes long, and the next must not pile up behind it. */
  private void askToKeepShares() {
    if (keeping.compareAndSet(false, true)) {
      asking.execute(this::keepShares);
    }
  }

  private void keepShares() {
    try {
      for (UUID instance : shares.due(gateway)) {
        Gate gate = gates.get(instance);
        if (gate == null) {
          shares.release(gateway, List.of(instance));
        } else {
          ask(gate);
        }
      }
      crowded.stream().filter(Gate::starves).forEach(this::ask);
      renew();
    } catch (DataAccessException e) {
      LOG.debug("shares of rates stay as they are: PostgreSQL does not answer");
    } finally {
      keeping.set(false);
    }
  }

  private void renew() {
    long now = System.nanoTime();
    if (now - renewedAt < RENEW_EVERY.toNanos()) {
      return;
    }
    List<UUID> idle =
        gates.values().stream()
            .filter(gate -> gate.isIdle(now, IDLE.toNanos()))
            .map(Gate::instance)
            .toList();
    // Forgotten only once that is told: without PostgreSQL nobody could get them back.
    shares.release(gateway, idle);
    idle.forEach(gates::remove);
    shares.renew(gateway, List.copyOf(gates.keySet()));
    renewedAt = now;
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    asking.shutdown();
    try {
      if (asking.awaitTermination(2, TimeUnit.SECONDS)) {
        shares.release(gateway, List.copyOf(gates.keySet()));
      }
    } catch (DataAccessException e) {
      LOG.warn("shares of rates are left to expire");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
