package dev.clawstead.gateway.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Consumer;

/**
 * Memory that many requests' bodies share. Who finds none waits in line and is not read meanwhile,
 * so that two hundred large uploads need no more of it than a few. Nobody holds more than a share
 * of it, and whose turn it is goes round: slow uploads of one hold up nobody else's.
 */
final class BodyRoom {

  private final Map<Object, Holder> holders = new HashMap<>();

  /** Those whose first in line is within their share, in the order of their turns. */
  private final SequencedSet<Holder> ready = new LinkedHashSet<>();

  private final long all;
  private final long eachMax;
  private long free;
  private int waiting;

  /**
   * @param bytes all there is
   * @param eachMax how much of it one may hold; asking for more than this is never granted
   */
  BodyRoom(long bytes, long eachMax) {
    this.all = bytes;
    this.eachMax = eachMax;
    this.free = bytes;
  }

  /**
   * Asks for this many bytes. Those that are not there at once ({@link Part#isThere}) are told of
   * later, on any thread.
   *
   * @param whose whom they are counted for
   */
  Part take(Object whose, long bytes, Consumer<Part> then) {
    Part part;
    synchronized (this) {
      Holder holder = holders.computeIfAbsent(whose, Holder::new);
      part = new Part(holder, bytes, then);
      holder.line.add(part);
      waiting++;
      look(holder);
    }
    List<Part> served = serve();
    part.there = served.remove(part);
    tell(served);
    return part;
  }

  /** How many bytes are somebody's. */
  synchronized long taken() {
    return all - free;
  }

  /** How many wait for some. */
  synchronized int waiting() {
    return waiting;
  }

  private List<Part> serve() {
    List<Part> served = new ArrayList<>();
    synchronized (this) {
      while (!ready.isEmpty()) {
        Holder next = ready.getFirst();
        Part part = next.line.getFirst();
        // Nobody behind goes ahead: else small ones would keep a large one waiting for ever.
        if (part.bytes > free) {
          break;
        }
        ready.remove(next);
        leaveLine(part);
        part.granted = true;
        next.held += part.bytes;
        free -= part.bytes;
        look(next);
        served.add(part);
      }
    }
    return served;
  }

  private static void tell(List<Part> served) {
    served.forEach(part -> part.then.accept(part));
  }

  private void leaveLine(Part part) {
    if (part.holder.line.remove(part)) {
      waiting--;
    }
  }

  /** Something changed for this one: is it its turn once there is room? */
  private void look(Holder holder) {
    if (!holder.line.isEmpty() && holder.held + holder.line.getFirst().bytes <= eachMax) {
      ready.add(holder);
    } else {
      ready.remove(holder);
    }
    if (holder.line.isEmpty() && holder.held == 0) {
      holders.remove(holder.whose, holder);
    }
  }

  private static final class Holder {

    private final Object whose;
    private final SequencedSet<Part> line = new LinkedHashSet<>();
    private long held;

    Holder(Object whose) {
      this.whose = whose;
    }
  }

  /** What one body has, or waits for. */
  final class Part {

    private final Holder holder;
    private final Consumer<Part> then;
    private long bytes;
    private boolean granted;
    private boolean there;

    private Part(Holder holder, long bytes, Consumer<Part> then) {
      this.holder = holder;
      this.bytes = bytes;
      this.then = then;
    }

    /** How many bytes it has or will have. */
    long bytes() {
      return bytes;
    }

    /** Whether it was there when it was asked for; said to who asked alone. */
    boolean isThere() {
      return there;
    }

    /** Whether somebody who is within his share waits for what this and others have. */
    boolean keepsOthersWaiting() {
      synchronized (BodyRoom.this) {
        return granted && bytes > 0 && !ready.isEmpty();
      }
    }

    /** It needs only so many, from now on. */
    void keep(long needed) {
      synchronized (BodyRoom.this) {
        shrink(Math.min(needed, bytes));
      }
      tell(serve());
    }

    /** It needs none any more, and waits for none; saying so twice does no harm. */
    void giveBack() {
      synchronized (BodyRoom.this) {
        leaveLine(this);
        shrink(0);
      }
      tell(serve());
    }

    private void shrink(long to) {
      if (granted) {
        free += bytes - to;
        holder.held -= bytes - to;
        bytes = to;
      }
      look(holder);
    }
  }
}
