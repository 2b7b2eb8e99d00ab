package dev.clawstead.gateway.model;

import dev.clawstead.gateway.model.BodyRoom.Part;
import java.util.function.Consumer;

/**
 * The memory for requests' bodies: one room for small ones, so that large ones, which may be slow,
 * never stand in the way of what agents say all day, and one for all others.
 *
 * <p>A body of unknown length begins as a small one. Should it grow, it asks for the largest size
 * at once; so whoever has a part of the large room waits for no other, and comes to its end.
 */
final class BodyRooms {

  private static final long KIB = 1024;

  /** What agents say all day is smaller; pictures are not. */
  private static final long SMALL_MAX = 512 * KIB;

  private final long largest;
  private final BodyRoom small;
  private final BodyRoom large;

  /**
   * @param bytes all there is, in bytes: more than twice the largest
   * @param largest of all bodies, in bytes
   */
  BodyRooms(long bytes, long largest) {
    this.largest = largest;
    // One slow upload of the largest size leaves room for another's.
    this.large = new BodyRoom(2 * largest, largest);
    long rest = bytes - 2 * largest;
    this.small = new BodyRoom(rest, rest / 3);
  }

  /** Asks for room for a body of this length. */
  Part forLength(Object whose, long bytes, Consumer<Part> then) {
    return (bytes > SMALL_MAX ? large : small).take(whose, bytes, then);
  }

  /** Asks for room for a body whose length nobody knows, until that is used up. */
  Part forUnknown(Object whose, Consumer<Part> then) {
    return small.take(whose, SMALL_MAX, then);
  }

  /** Asks for room for a body that has used up what it began with. */
  Part forGrown(Object whose, Consumer<Part> then) {
    return large.take(whose, largest, then);
  }

  /** How many bytes are somebody's. */
  long taken() {
    return small.taken() + large.taken();
  }

  /** How many bodies wait for some. */
  int waiting() {
    return small.waiting() + large.waiting();
  }
}
