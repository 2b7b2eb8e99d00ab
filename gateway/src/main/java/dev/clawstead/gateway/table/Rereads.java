package dev.clawstead.gateway.table;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks an address up once more before it is denied. Whoever asks for the same address at the same
 * time shares one query, and strangers cannot make more than a bounded number of them.
 */
public final class Rereads {

  private static final long LAZY_GAP_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long URGENT_GAP_MILLIS = 20;
  private static final long WAIT_MILLIS_MAX = 500;

  /** Addresses that strangers may have looked up within a second, all together. */
  private static final int LAZY_SLUGS_MAX = 500;

  private final Consumer<String> read;
  private final Executor executor;
  private final LongSupplier nanos;
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();

  /**
   * @param read brings the table up to date for one slug; may block
   * @param executor bounded, rejecting what is too much
   */
  public Rereads(Consumer<String> read, Executor executor, LongSupplier nanos) {
    this.read = read;
    this.executor = executor;
    this.nanos = nanos;
  }

  /** Who asks. */
  public enum Wish {
    /** An answer up to a second old will do. */
    LAZY,
    /**
     * The caller shows a credential that may just have become good: only a read begun now helps.
     */
    URGENT
  }

  /**
   * Completes when the table is as fresh as wished, or when it cannot be had: then the table
   * decides as it is.
   */
  public CompletableFuture<Void> refresh(String slug, Wish wish) {
    if (wish == Wish.LAZY && slots.size() >= LAZY_SLUGS_MAX) {
      forgetOld();
      if (slots.size() >= LAZY_SLUGS_MAX) {
        return done();
      }
    }
    CompletableFuture<Void> flight = slots.computeIfAbsent(slug, s -> new Slot()).join(slug, wish);
    return flight.copy().completeOnTimeout(null, WAIT_MILLIS_MAX, TimeUnit.MILLISECONDS);
  }

  private void forgetOld() {
    slots.values().removeIf(Slot::isOld);
  }

  private static CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  /** The reads of one address: at most one at work and one waiting to begin. */
  private final class Slot {

    private @Nullable CompletableFuture<Void> atWork;
    private @Nullable CompletableFuture<Void> waiting;
    private long begunNanos = nanos.getAsLong() - 2 * LAZY_GAP_NANOS;

    synchronized CompletableFuture<Void> join(String slug, Wish wish) {
      CompletableFuture<Void> running = atWork;
      if (wish == Wish.LAZY) {
        if (running != null) {
          return running;
        }
        return since() < LAZY_GAP_NANOS ? done() : begin(slug);
      }
      CompletableFuture<Void> next = waiting;
      if (next != null) {
        return next;
      }
      long restMillis = URGENT_GAP_MILLIS - TimeUnit.NANOSECONDS.toMillis(since());
      if (running == null && restMillis <= 0) {
        return begin(slug);
      }
      return beginLater(slug, running == null ? done() : running, Math.max(0, restMillis));
    }

    private CompletableFuture<Void> beginLater(
        String slug, CompletableFuture<Void> after, long restMillis) {
      CompletableFuture<Void> mine = new CompletableFuture<>();
      waiting = mine;
      var _ =
          after.whenCompleteAsync(
              (ok, failed) -> start(slug, mine),
              CompletableFuture.delayedExecutor(restMillis, TimeUnit.MILLISECONDS));
      return mine;
    }

    private synchronized void start(String slug, CompletableFuture<Void> mine) {
      waiting = null;
      var _ = begin(slug).whenComplete((ok, failed) -> mine.complete(null));
    }

    private CompletableFuture<Void> begin(String slug) {
      CompletableFuture<Void> mine = new CompletableFuture<>();
      begunNanos = nanos.getAsLong();
      atWork = mine;
      try {
        executor.execute(() -> run(slug, mine));
      } catch (RejectedExecutionException e) {
        atWork = null;
        mine.complete(null);
      }
      return mine;
    }

    private void run(String slug, CompletableFuture<Void> mine) {
      try {
        read.accept(slug);
      } finally {
        synchronized (this) {
          atWork = null;
        }
        mine.complete(null);
      }
    }

    private long since() {
      return nanos.getAsLong() - begunNanos;
    }

    private synchronized boolean isOld() {
      return atWork == null && waiting == null && since() > LAZY_GAP_NANOS;
    }
  }
}
