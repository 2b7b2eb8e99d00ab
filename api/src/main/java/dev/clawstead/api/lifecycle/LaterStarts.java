package dev.clawstead.api.lifecycle;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Starts workflows after their customers got their answers: one after the other, and slowly as long
 * as more customers come, so that a burst of signups does not take the processor from those who
 * still wait. What is not started when the process ends, or finds the line too long, is started by
 * the sweeper: the order is the intent.
 */
@Component
class LaterStarts implements DisposableBean {

  private static final int IN_LINE = 10_000;
  private static final Duration LAST_STARTS = Duration.ofSeconds(5);

  /** Without a signup for this long the rush is over. */
  private static final Duration RUSH = Duration.ofMillis(500);

  /** Well below the age from which the sweeper looks at an order. */
  private static final Duration PAUSE_IN_RUSH = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofMillis(50);

  /** A line longer than this is no rush but a busy day: everything goes at full speed. */
  private static final int BUSY = 500;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(IN_LINE),
          Thread.ofPlatform().name("later-start").daemon().factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  private volatile long lastSignup = System.nanoTime();

  void start(Runnable workflow) {
    lastSignup = System.nanoTime();
    thread.execute(
        () -> {
          letCustomersGoFirst();
          workflow.run();
        });
  }

  private void letCustomersGoFirst() {
    long begin = System.nanoTime();
    while (System.nanoTime() - lastSignup < RUSH.toNanos()
        && System.nanoTime() - begin < PAUSE_IN_RUSH.toNanos()
        && thread.getQueue().size() < BUSY
        && !thread.isShutdown()) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  @Override
  public void destroy() throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(LAST_STARTS.toMillis(), TimeUnit.MILLISECONDS)) {
      thread.shutdownNow();
    }
  }
}
