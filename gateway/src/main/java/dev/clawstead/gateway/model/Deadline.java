package dev.clawstead.gateway.model;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a connection's peer has to have done what is waited for. Moving it costs no timer: one that
 * fires too early looks again later.
 */
final class Deadline {

  private static final long NEVER = Long.MAX_VALUE;

  private final EventLoop loop;
  private final Runnable missed;
  private long at = NEVER;
  private long looksAt = NEVER;
  private @Nullable ScheduledFuture<?> timer;

  Deadline(EventLoop loop, Runnable missed) {
    this.loop = loop;
    this.missed = missed;
  }

  /** It has so long from now. */
  void in(Duration patience) {
    at = System.nanoTime() + patience.toNanos();
    if (timer == null || looksAt - at > 0) {
      cancelTimer();
      look(patience.toNanos());
    }
  }

  /** Nothing is waited for. */
  void off() {
    at = NEVER;
  }

  /** The connection is over. */
  void close() {
    off();
    cancelTimer();
  }

  private void look(long nanos) {
    looksAt = System.nanoTime() + nanos;
    timer = loop.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
  }

  private void check() {
    timer = null;
    if (at == NEVER) {
      return;
    }
    long left = at - System.nanoTime();
    if (left > 0) {
      look(left);
    } else {
      at = NEVER;
      missed.run();
    }
  }

  private void cancelTimer() {
    ScheduledFuture<?> current = timer;
    timer = null;
    if (current != null) {
      current.cancel(false);
    }
  }
}
