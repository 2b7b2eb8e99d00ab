package dev.clawstead.activities.records;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An instance's rows. Every method is one transaction, may run more than once, and writes its event
 * on the timeline at most once.
 */
@ActivityInterface(namePrefix = "InstanceRecords.")
public interface InstanceRecordsActivities {

  /** Failure type: the order waits for room; ask again later. Retryable. */
  String NO_ROOM = "NoRoom";

  /**
   * Gives the order the oldest warm cell of its pool, or returns what an earlier call gave it. No
   * NOTIFY: the gateway reads the row when it is asked for. Without a warm cell the order is
   * queued.
   */
  Claimed claim(UUID instance);

  /**
   * The queued order's next try: the oldest warm cell, else a new cell row ({@code creating}, bound
   * to the instance) on a node with room, in the order of arrival. Fails with {@link #NO_ROOM}.
   * Returns the cell the instance has, if it has one; an order that had failed waits again. An
   * instance that has run before keeps its address: {@link #opened} points the route of that slug
   * at the new cell.
   */
  Claimed place(UUID instance);

  /**
   * Parts the instance from a cell that never came up, or that went away with its node. Does
   * nothing unless the cell is the instance's ({@code instances.cell_id}) or once the instance is
   * deleting; a repeat does nothing.
   *
   * <ul>
   *   <li>The cell: {@code instance_id} null (it is unique, and the next cell needs it), problem
   *       set, state {@code quarantined}, so that its pool destroys it; {@code deleted} stays.
   *   <li>The instance: {@code cell_id} null, state {@code queued}; its order {@code queued} with
   *       one attempt more (it keeps its place in line). The slug stays if the instance has ever
   *       been open, else it is null again: the next cell's becomes the address.
   *   <li>The route of a kept slug is {@code starting}, any other route of the cell {@code gone}.
   *   <li>A permit row stays as it is; {@link #place} moves it to the next cell with the next
   *       epoch.
   * </ul>
   */
  void unplaced(Unplaced unplaced);

  /**
   * The cell answers: permit and route open, instance running, order served. A key for models that
   * was replaced is in its place then, so that the overlap with the one before begins. Does nothing
   * once the instance is deleting.
   */
  void opened(Opened opened);

  /**
   * The instance leaves {@code running} or {@code failed} for {@code starting} or {@code
   * restarting}. Does nothing once the instance is deleting.
   */
  void interrupted(Interrupted interrupted);

  /**
   * The instance leaves {@code running} for {@code restarting}, and its cell has the next version
   * of its own key for models, known to the gateways at once. The version before works until {@link
   * #opened} and for the overlap after that, an hour and the overlap at the longest; any before
   * that is void. Does nothing once the instance is deleting, or where its event is there.
   */
  void replacingModelKey(ReplacingModelKey replacing);

  /**
   * The instance cannot run without help: says why to its owner. Does nothing once the instance is
   * deleting.
   */
  void failed(Failed failed);

  /**
   * Shuts the permit for good ({@code deleting}), takes the route away and tells the gateways.
   * Returns the cell to destroy, if the instance ever got one.
   */
  @Nullable UUID closing(Closing closing);

  /** The cell is gone: the instance ends as {@code deleted}, its order as served or cancelled. */
  void deleted(UUID instance);

  /** What the workflow that starts without memory of it must know of an instance. */
  Instance find(UUID instance);

  /** Adds a line to the timeline unless a line of this key is there. */
  void note(Note note);

  /**
   * How a claim ended. {@code status} is one of the constants; {@code ahead} is how many orders
   * wait for the same room before this one.
   */
  record Claimed(
      String status, @Nullable UUID cell, @Nullable String slug, @Nullable Instant eta, int ahead) {
    /** A warm cell is the instance's, and its address is open. */
    public static final String OPEN = "open";

    /** A cell row on a node is the instance's; it still has to be built and started. */
    public static final String PLACED = "placed";

    /** No cell yet: the order waits. */
    public static final String QUEUED = "queued";

    /** The order is cancelled or its instance is deleting or deleted. */
    public static final String ENDED = "ended";
  }

  record Unplaced(UUID instance, UUID cell, String problem, String eventKey) {}

  record Opened(UUID instance, UUID cell, String eventKey, String title) {}

  /** {@code state} is {@code starting} or {@code restarting}; {@code actor} as on the timeline. */
  record Interrupted(UUID instance, String state, String eventKey, String title, String actor) {}

  record ReplacingModelKey(
      UUID instance, int overlapSeconds, String eventKey, String title, String actor) {}

  record Failed(UUID instance, String problem, String eventKey) {}

  record Closing(UUID instance, String actor, String eventKey) {}

  record Instance(
      UUID id,
      UUID account,
      String name,
      String region,
      String size,
      String image,
      String state,
      @Nullable UUID cell,
      @Nullable UUID node,
      @Nullable String slug) {}

  record Note(
      UUID instance,
      String key,
      String kind,
      String level,
      String title,
      @Nullable String detail,
      String actor,
      int attempt) {}
}
