package dev.clawstead.activities.docker;

import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells Temporal that a long activity is alive; throws once it is cancelled or shut down. */
interface Heart {

  /** Well under the five seconds that workflows may count on. */
  long BEAT_SECONDS = 2;

  void beat();

  /** The heart of the activity that this thread runs. */
  static Heart ofThisActivity() {
    var context = Activity.getExecutionContext();
    return () -> context.heartbeat(null);
  }

  /** Runs a call that takes long and cannot beat itself. */
  default <T> T beatingWhile(Callable<T> call) throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = Thread.ofVirtual().start(task);
    try {
      while (true) {
        beat();
        try {
          return task.get(BEAT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException stillAtIt) {
          // Beat again.
        } catch (ExecutionException e) {
          throw e.getCause() instanceof RuntimeException thrown
              ? thrown
              : new IllegalStateException(e.getCause());
        }
      }
    } finally {
      thread.interrupt();
    }
  }

  /** What an activity fails with that was told to end. */
  static ApplicationFailure interrupted() {
    Thread.currentThread().interrupt();
    return ApplicationFailure.newFailure("the worker is shutting down", "WorkerStopping");
  }
}
