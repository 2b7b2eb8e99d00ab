package dev.clawstead.gateway.model;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Watches that a provider does not fall silent. */
final class SilenceWatch {

  private final EventLoop loop;
  private final BooleanSupplier excused;
  private final Consumer<Duration> silent;
  private long heardNanos = System.nanoTime();
  private @Nullable ScheduledFuture<?> next;

  /**
   * @param excused whether it is the caller's fault, who does not take what it asked for
   * @param silent told how long nothing came
   */
  SilenceWatch(EventLoop loop, BooleanSupplier excused, Consumer<Duration> silent) {
    this.loop = loop;
    this.excused = excused;
    this.silent = silent;
  }

  /** From now on nothing may be silent for so long. */
  void start(Duration patience) {
    stop();
    schedule(patience, patience.toNanos());
  }

  /** Something came; returns when. */
  long heard() {
    heardNanos = System.nanoTime();
    return heardNanos;
  }

  void stop() {
    ScheduledFuture<?> current = next;
    if (current != null) {
      current.cancel(false);
    }
  }

  private void schedule(Duration patience, long nanos) {
    next = loop.schedule(() -> check(patience), nanos, TimeUnit.NANOSECONDS);
  }

  private void check(Duration patience) {
    boolean forgiven = excused.getAsBoolean();
    long silence = System.nanoTime() - heardNanos;
    if (silence >= patience.toNanos() && !forgiven) {
      silent.accept(patience);
    } else {
      schedule(patience, forgiven ? patience.toNanos() : patience.toNanos() - silence);
    }
  }
}
