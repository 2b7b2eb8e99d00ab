package dev.clawstead.gateway.journal;

import dev.clawstead.db.spending.Attempt;
import dev.clawstead.gateway.journal.Journal.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves ended attempts from the journal to PostgreSQL, always by reading them from its files: there
 * is one way for a quiet second, for an hour without PostgreSQL and for the morning after a crash.
 * What is told twice is recorded once, so the place that was reached need not be remembered.
 */
public final class Drain implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final int ATTEMPTS_MAX = 500;

  /**
   * What comes in meanwhile is recorded in one transaction, which costs about as much as for one;
   * and each keeps the disk from the journal for a moment. All is recorded within a second.
   */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final Journal journal;
  private final Sink sink;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final Position start;
  private final Thread thread;
  private volatile @Nullable String problem;
  private volatile long doneNanos = System.nanoTime();
  private Position at;

  /** Begins with the oldest file that is there. */
  public Drain(Journal journal, Sink sink) throws IOException {
    this.journal = journal;
    this.sink = sink;
    Map.Entry<Long, ?> oldest = journal.segments().all().firstEntry();
    this.at = new Position(oldest == null ? 0 : oldest.getKey(), 0);
    this.start = journal.synced();
    this.thread = Thread.ofPlatform().daemon().name("journal-drain").start(this::run);
  }

  /** Completes once everything is recorded that was in the journal when it was opened. */
  public CompletableFuture<Void> caughtUp() {
    return caughtUp;
  }

  /** Why nothing is moved at the moment, or null. */
  public @Nullable String problem() {
    return problem;
  }

  /** How long ago nothing was left to move: in a quiet second hardly any time. */
  public Duration lag() {
    return Duration.ofNanos(System.nanoTime() - doneNanos);
  }

  private void run() {
    Duration pause = Duration.ZERO;
    while (!rest(pause)) {
      try {
        boolean more = step();
        pause = more ? Duration.ZERO : PAUSE;
        doneNanos = more ? doneNanos : System.nanoTime();
        problem = null;
      } catch (DataAccessException | IOException e) {
        if (problem == null) {
          LOG.warn("attempts stay in the journal for now: {}", e.toString());
        }
        problem = e.getClass().getSimpleName();
        pause = PAUSE_AFTER_FAILURE;
      }
    }
    finish();
  }

  /** What is on the disk at the end is moved too, if PostgreSQL takes it. */
  private void finish() {
    try {
      while (step()) {
        // Until nothing is left.
      }
    } catch (DataAccessException | IOException e) {
      LOG.warn("attempts stay in the journal until the next start: {}", e.toString());
    }
  }

  /**
   * Moves one read of the journal, and returns whether there was more on the disk when it began.
   */
  private boolean step() throws IOException {
    Position end = journal.synced();
    boolean last = at.segment() == end.segment();
    Segments.Batch batch =
        journal.segments().read(at.segment(), at.offset(), last ? end.offset() : Long.MAX_VALUE);
    List<Attempt> ended = new ArrayList<>();
    for (Entry entry : batch.entries()) {
      if (entry instanceof Entry.Ended one) {
        ended.add(one.attempt());
      }
    }
    for (int from = 0; from < ended.size(); from += ATTEMPTS_MAX) {
      sink.record(ended.subList(from, Math.min(ended.size(), from + ATTEMPTS_MAX)));
    }
    boolean moved = !batch.entries().isEmpty();
    at = new Position(at.segment(), batch.end());
    if (!moved && !last) {
      at = new Position(next(at.segment()), 0);
      journal.forgetBefore(at.segment());
      moved = true;
    }
    if (!moved || reached(start)) {
      caughtUp.complete(null);
    }
    return moved && !reached(end);
  }

  private long next(long segment) throws IOException {
    @Nullable Long next = journal.segments().all().higherKey(segment);
    return next == null ? segment + 1 : next;
  }

  private boolean reached(Position goal) {
    return at.segment() > goal.segment()
        || (at.segment() == goal.segment() && at.offset() >= goal.offset());
  }

  private boolean rest(Duration pause) {
    try {
      return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who records attempts; one that is there already changes nothing. */
  public interface Sink {
    void record(List<Attempt> attempts);
  }
}
