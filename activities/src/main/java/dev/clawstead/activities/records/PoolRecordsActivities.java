package dev.clawstead.activities.records;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.UUID;

/** A pool's rows: what is there, what is planned, what became of it. */
@ActivityInterface(namePrefix = "PoolRecords.")
public interface PoolRecordsActivities {

  /** Reads the pool in one transaction; makes its row with the configured target if it is new. */
  Snapshot snapshot(Pool pool);

  /**
   * Adds up to this many cell rows ({@code creating}, no owner) on nodes with room, emptiest first,
   * and returns them; never more than the target lacks, so that a repeat adds nothing. Rows that a
   * lost answer left behind are in the next snapshot.
   */
  List<UUID> plan(Plan plan);

  /** The cell runs and answers: it may be claimed; its route is there. False if it is not ours. */
  boolean warm(UUID cell);

  /** The cell did not come up, or died: nobody may claim it; it will be destroyed. */
  void quarantined(Quarantined quarantined);

  /** The cell and everything of it is gone. */
  void deleted(UUID cell);

  record Pool(String region, String size) {}

  record Plan(Pool pool, int count) {}

  record Quarantined(UUID cell, String problem) {}

  /**
   * The cells of the pool that have no owner, by state ({@code stopped}: were warm, need a start
   * and a probe), the room that is left, and the orders that wait for it.
   */
  record Snapshot(
      String image,
      int target,
      boolean paused,
      int warm,
      List<UUID> creating,
      List<UUID> stopped,
      List<UUID> quarantined,
      int room,
      int queuedOrders) {}
}
