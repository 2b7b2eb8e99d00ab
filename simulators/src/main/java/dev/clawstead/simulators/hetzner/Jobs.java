package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.fault.Fate;
import dev.clawstead.simulators.state.StateFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs the jobs behind actions: one after another per resource, after a kill from where it was. */
final class Jobs implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Jobs.class.getName());

  private final StateFile state;
  private final Actions actions;
  private final Work work;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> busyQueues = ConcurrentHashMap.newKeySet();

  Jobs(StateFile state, Actions actions, Work work) {
    this.state = state;
    this.actions = actions;
    this.work = work;
  }

  /** Sees to it that every queue with a job that may run has a thread. */
  void wake() {
    List<String> queues =
        state.read(
            root ->
                new Project(root)
                    .rows(Kind.JOB).stream()
                        .map(job -> job.path("queue").asText())
                        .distinct()
                        .toList());
    for (String queue : queues) {
      if (busyQueues.add(queue)) {
        threads.execute(() -> drain(queue));
      }
    }
  }

  /** Lets stuck jobs go on. */
  void release() {
    state.change(
        root -> {
          new Project(root)
              .rows(Kind.JOB).stream()
                  .filter(Jobs::isStuck)
                  .forEach(job -> job.put("fate", Fate.SUCCEEDS.name()));
          return root;
        });
    wake();
  }

  static boolean isStuck(ObjectNode job) {
    return job.path("fate").asText().equals(Fate.STAYS_RUNNING.name());
  }

  /** Lets a job that is nearly done end; the next process does the others again. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void drain(String queue) {
    try {
      for (ObjectNode job = next(queue); job != null; job = next(queue)) {
        run(job);
      }
    } finally {
      busyQueues.remove(queue);
    }
    // A job that came after the last look found the queue busy and started no thread.
    if (next(queue) != null) {
      wake();
    }
  }

  private @Nullable ObjectNode next(String queue) {
    ObjectNode first =
        state.read(
            root ->
                new Project(root)
                    .rows(Kind.JOB).stream()
                        .filter(job -> job.path("queue").asText().equals(queue))
                        .findFirst()
                        .map(ObjectNode::deepCopy)
                        .orElse(null));
    return first == null || isStuck(first) || threads.isShutdown() ? null : first;
  }

  private void run(ObjectNode job) {
    Fate fate = Fate.valueOf(job.path("fate").asText());
    String failure = "";
    try {
      if (fate != Fate.FAILS_BEFORE_THE_WORK) {
        work.perform(job);
      }
      if (fate != Fate.SUCCEEDS) {
        failure = "ordered by a fault rule";
      }
    } catch (RuntimeException e) {
      if (threads.isShutdown()) {
        // The process is going down: the next one does the job again.
        return;
      }
      LOG.log(Level.WARNING, "action " + job.path("command").asText() + " failed", e);
      failure = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }
    String outcome = failure;
    state.change(
        root -> {
          Project project = new Project(root);
          work.settle(project, job, outcome.isEmpty());
          actions.finish(project, job.path("id").asLong(), outcome);
          return root;
        });
  }
}
