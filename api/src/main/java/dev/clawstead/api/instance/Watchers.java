package dev.clawstead.api.instance;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Those who wait for changes of an instance. */
final class Watchers {

  private final ConcurrentHashMap<UUID, Set<Watcher>> watching = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Watcher join(UUID instance) {
    Watcher watcher = new Watcher(instance);
    watching.compute(
        instance,
        (id, there) -> {
          Set<Watcher> all = there == null ? ConcurrentHashMap.newKeySet() : there;
          all.add(watcher);
          return all;
        });
    return watcher;
  }

  void wake(UUID instance) {
    watching.getOrDefault(instance, Set.of()).forEach(Watcher::wake);
  }

  void close() {
    closed = true;
    watching.values().forEach(all -> all.forEach(Watcher::wake));
  }

  final class Watcher implements AutoCloseable {

    private final UUID instance;
    private final Semaphore changes = new Semaphore(0);

    private Watcher(UUID instance) {
      this.instance = instance;
    }

    private void wake() {
      changes.release();
    }

    /** Waits for a change, at most this long; false once everybody has to leave. */
    boolean await(Duration time) {
      try {
        if (!closed && changes.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
          // What changed before the next look is seen by that look.
          changes.drainPermits();
        }
        return !closed;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void close() {
      watching.computeIfPresent(
          instance,
          (id, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }
}
