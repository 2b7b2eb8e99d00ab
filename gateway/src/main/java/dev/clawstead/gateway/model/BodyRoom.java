package dev.clawstead.gateway.model;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The memory that all requests' bodies share. Who finds none waits in line and is not read
 * meanwhile, so that two hundred large uploads need no more of it than a few.
 */
final class BodyRoom {

  private final Deque<Waiting> line = new ArrayDeque<>();
  private final long all;
  private long free;

  BodyRoom(long bytes) {
    this.all = bytes;
    this.free = bytes;
  }

  /** Calls back, at once or later and on any thread, when this many bytes are the caller's. */
  void take(long bytes, Runnable then) {
    synchronized (this) {
      if (!line.isEmpty() || bytes > free) {
        line.add(new Waiting(bytes, then));
        return;
      }
      free -= bytes;
    }
    then.run();
  }

  /** How many bytes are somebody's. */
  synchronized long taken() {
    return all - free;
  }

  /** How many wait for some. */
  synchronized int waiting() {
    return line.size();
  }

  void giveBack(long bytes) {
    Deque<Runnable> served = new ArrayDeque<>();
    synchronized (this) {
      free += bytes;
      for (Waiting first = line.peek(); first != null && first.bytes <= free; first = line.peek()) {
        free -= first.bytes;
        served.add(line.remove().then);
      }
    }
    served.forEach(Runnable::run);
  }

  private record Waiting(long bytes, Runnable then) {}
}
