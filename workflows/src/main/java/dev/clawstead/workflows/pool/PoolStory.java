package dev.clawstead.workflows.pool;

import dev.clawstead.activities.records.PoolRecordsActivities.Snapshot;
import dev.clawstead.workflows.Phrases;

/** A pool's state in one sentence for people on call. */
final class PoolStory {

  private PoolStory() {}

  static String of(Snapshot pool, int building, String trouble) {
    var story = new StringBuilder();
    story
        .append("Keeping ")
        .append(Phrases.count(pool.target(), "warm cell"))
        .append(": ")
        .append(pool.warm())
        .append(" warm");
    add(story, building, "being made");
    add(story, pool.stopped().size(), "stopped");
    add(story, pool.quarantined().size(), "failed");
    if (pool.queuedOrders() > 0) {
      story.append("; ").append(Phrases.count(pool.queuedOrders(), "order")).append(" waiting");
    }
    if (pool.paused()) {
      story.append(". Paused: nothing new is made");
    } else if (pool.room() == 0 && pool.warm() < pool.target()) {
      story.append(". No room on any node");
    }
    if (!trouble.isEmpty()) {
      story.append(". Trouble: ").append(trouble);
    }
    return story.toString();
  }

  private static void add(StringBuilder story, int number, String what) {
    if (number > 0) {
      story.append(", ").append(number).append(' ').append(what);
    }
  }
}
