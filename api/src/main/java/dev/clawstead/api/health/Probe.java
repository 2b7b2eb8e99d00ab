package dev.clawstead.api.health;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a part answers. A look at something frozen may hang for long: nobody waits for it
 * longer than a moment, and no second one is begun meanwhile.
 */
final class Probe {

  private static final Duration PATIENCE = Duration.ofMillis(1200);
  private static final Executor THREADS = task -> Thread.ofVirtual().name("probe").start(task);

  private final String name;
  private final Runnable look;
  private @Nullable CompletableFuture<Void> running;

  Probe(String name, Runnable look) {
    this.name = name;
    this.look = look;
  }

  Part part() {
    try {
      begin().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return new Part(name, Part.UP, null);
    } catch (TimeoutException e) {
      return new Part(name, Part.DOWN, "does not answer");
    } catch (ExecutionException | CompletionException e) {
      Throwable cause = e.getCause();
      return new Part(name, Part.DOWN, cause == null ? "failed" : kind(cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Part(name, Part.DOWN, "was not asked: we are stopping");
    }
  }

  private synchronized CompletableFuture<Void> begin() {
    if (running == null || running.isDone()) {
      running = CompletableFuture.runAsync(look, THREADS);
    }
    return running;
  }

  /** The class says enough; messages of drivers hold addresses and users. */
  private static String kind(Throwable cause) {
    return "does not answer (" + cause.getClass().getSimpleName() + ")";
  }
}
