package dev.clawstead.gateway.traffic;

import dev.clawstead.domain.RateLimit;
import dev.clawstead.gateway.traffic.Turn.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One agent's way to the models through this gateway. */
final class Gate {

  /** Each holds its request's body, so a line has an end. */
  private static final int WAITING_MAX = 256;

  private final UUID instance;
  private final Lines lines = new Lines();
  private @Nullable RateLimit limit;
  private int parts = -1;
  private @Nullable Bucket requests;
  private @Nullable Bucket tokens;
  private RateLimit own = new RateLimit(0, 0, 0);
  private int atWork;
  private long usedAt;

  Gate(UUID instance, long now) {
    this.instance = instance;
    this.usedAt = now;
  }

  UUID instance() {
    return instance;
  }

  /** Its plan's rates, or null for no limit. */
  void limit(@Nullable RateLimit now, long nanos) {
    synchronized (this) {
      if (Objects.equals(now, limit)) {
        return;
      }
      limit = now;
      apply(nanos);
    }
    serve(nanos);
  }

  /** How many hundredths of its rates are this gateway's. */
  void share(int hundredths, long nanos) {
    synchronized (this) {
      parts = hundredths;
      apply(nanos);
    }
    serve(nanos);
  }

  /** Whether it was never told its share. */
  synchronized boolean knowsNoShare() {
    return parts < 0;
  }

  /** Whether it has nothing to share out, and somebody wants some. */
  synchronized boolean starves() {
    return parts <= 0 && !lines.isEmpty();
  }

  private void apply(long nanos) {
    RateLimit whole = limit;
    if (whole == null || parts < 0) {
      return;
    }
    own = whole.part(parts);
    requests = changed(requests, own.requests(), nanos);
    tokens = changed(tokens, own.tokens(), nanos);
  }

  private static Bucket changed(@Nullable Bucket bucket, long perMinute, long nanos) {
    if (bucket == null) {
      return new Bucket(perMinute, nanos);
    }
    bucket.set(perMinute, nanos);
    return bucket;
  }

  /** Asks to begin a call. */
  Turn enter(Object key, boolean background, long now) {
    Turn turn = new Turn(this, key, background, now);
    boolean full;
    synchronized (this) {
      usedAt = now;
      full = lines.size() >= WAITING_MAX;
      if (full) {
        turn.state(State.OVER);
      } else if (lines.isEmpty() && admits(now)) {
        begin(turn);
      } else {
        lines.add(turn);
      }
    }
    if (full) {
      turn.admitted().complete(false);
    } else if (turn.state() == State.AT_WORK) {
      turn.admitted().complete(true);
    }
    return turn;
  }

  private boolean admits(long now) {
    if (limit == null) {
      return true;
    }
    Bucket calls = requests;
    Bucket rated = tokens;
    return calls != null
        && rated != null
        && atWork < own.concurrent()
        && calls.has(1, now)
        && rated.has(0, now);
  }

  private void begin(Turn turn) {
    turn.state(State.AT_WORK);
    atWork++;
    Bucket calls = requests;
    if (calls != null) {
      calls.take(1);
    }
  }

  /** Lets in whoever may now. */
  void serve(long now) {
    List<Turn> served = new ArrayList<>();
    synchronized (this) {
      while (!lines.isEmpty() && admits(now)) {
        Turn turn = lines.next();
        if (turn == null) {
          break;
        }
        begin(turn);
        served.add(turn);
      }
    }
    served.forEach(turn -> turn.admitted().complete(true));
  }

  /** Turns away who has waited so long. */
  void giveUp(long now, long nanosMax) {
    List<Turn> late;
    synchronized (this) {
      late = lines.remove(turn -> now - turn.since() >= nanosMax);
      late.forEach(turn -> turn.state(State.OVER));
    }
    late.forEach(turn -> turn.admitted().complete(false));
  }

  void leave(Turn turn) {
    boolean wasAtWork;
    synchronized (this) {
      State before = turn.state();
      if (before == State.OVER) {
        return;
      }
      turn.state(State.OVER);
      wasAtWork = before == State.AT_WORK;
      if (wasAtWork) {
        atWork--;
      } else {
        lines.remove(turn::equals);
      }
    }
    if (wasAtWork) {
      serve(System.nanoTime());
    }
  }

  /** A call has used so many rated tokens. */
  synchronized void spent(long amount) {
    Bucket rated = tokens;
    if (rated != null) {
      rated.take((double) amount);
    }
  }

  synchronized int waiting() {
    return lines.size();
  }

  synchronized boolean isIdle(long now, long nanosMin) {
    Bucket rated = tokens;
    // What was overdrawn must not be forgotten with it.
    boolean full = rated == null || rated.isFull(now);
    return atWork == 0 && lines.isEmpty() && full && now - usedAt >= nanosMin;
  }
}
