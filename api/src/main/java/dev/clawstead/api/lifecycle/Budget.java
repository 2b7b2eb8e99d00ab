package dev.clawstead.api.lifecycle;

import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Gives calls of Temporal a time in which somebody waits for them. A call that is late goes on: its
 * request is idempotent, and it may still be what gets the work done.
 */
@Component
public class Budget implements DisposableBean {

  private static final Duration LATER = Duration.ofSeconds(5);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Returns what the call returns, or ends the request with "not right now". */
  public <T> T within(Duration time, Callable<T> call) {
    Future<T> running = threads.submit(call);
    try {
      return running.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw ProblemException.later(
          Kind.UNAVAILABLE, "Our workflows do not answer. Nothing is lost; try again soon.", LATER);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ProblemException problem
          ? problem
          : new WorkflowRefusedException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a workflow", e);
    }
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }
}
