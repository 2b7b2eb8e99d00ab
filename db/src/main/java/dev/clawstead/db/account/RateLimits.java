package dev.clawstead.db.account;

import static dev.clawstead.db.generated.Tables.RATE_LIMITS;

import dev.clawstead.db.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jooq.DSLContext;

/** Counts tries in fixed windows, for all processes together. */
public final class RateLimits {

  /** Longer than any window that is configured sensibly. */
  private static final Duration KEPT = Duration.ofDays(2);

  private final DSLContext db;
  private final Clock clock;

  public RateLimits(DSLContext db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /** Counts one try and says how the window stands with it. */
  public Count hit(String bucket, Duration window) {
    Instant start = start(window);
    int hits =
        db.insertInto(RATE_LIMITS)
            .set(RATE_LIMITS.BUCKET, bucket)
            .set(RATE_LIMITS.WINDOW_START, Times.of(start))
            .set(RATE_LIMITS.HITS, 1)
            .onConflict(RATE_LIMITS.BUCKET, RATE_LIMITS.WINDOW_START)
            .doUpdate()
            .set(RATE_LIMITS.HITS, RATE_LIMITS.HITS.plus(1))
            .returningResult(RATE_LIMITS.HITS)
            .fetchSingle()
            .value1();
    return new Count(hits, left(start, window));
  }

  /** How the window stands; counts nothing. */
  public Count look(String bucket, Duration window) {
    Instant start = start(window);
    int hits =
        db.select(RATE_LIMITS.HITS)
            .from(RATE_LIMITS)
            .where(RATE_LIMITS.BUCKET.eq(bucket), RATE_LIMITS.WINDOW_START.eq(Times.of(start)))
            .fetchOptional(RATE_LIMITS.HITS)
            .orElse(0);
    return new Count(hits, left(start, window));
  }

  /** Forgets windows that are long over. */
  public int removeOld() {
    return db.deleteFrom(RATE_LIMITS)
        .where(RATE_LIMITS.WINDOW_START.lt(Times.of(clock.instant().minus(KEPT))))
        .execute();
  }

  private Instant start(Duration window) {
    long seconds = Math.max(1, window.toSeconds());
    return Instant.ofEpochSecond(clock.instant().getEpochSecond() / seconds * seconds);
  }

  private Duration left(Instant start, Duration window) {
    return Duration.between(clock.instant(), start.plus(window));
  }

  /** How many tries the window has seen, and how long it still lasts. */
  public record Count(int hits, Duration left) {}
}
