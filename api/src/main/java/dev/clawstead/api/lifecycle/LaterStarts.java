package dev.clawstead.api.lifecycle;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Starts workflows after their customers got their answers, a few at a time, so that a burst of
 * signups does not take the processor from those who still wait. What is not started when the
 * process ends, or finds the line too long, is started by the sweeper: the order is the intent.
 */
@Component
class LaterStarts implements DisposableBean {

  private static final int AT_ONCE = 2;
  private static final int IN_LINE = 10_000;
  private static final Duration LAST_STARTS = Duration.ofSeconds(5);

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(IN_LINE),
          Thread.ofPlatform().name("later-start-", 0).daemon().factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  void start(Runnable workflow) {
    threads.execute(workflow);
  }

  @Override
  public void destroy() throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(LAST_STARTS.toMillis(), TimeUnit.MILLISECONDS)) {
      threads.shutdownNow();
    }
  }
}
