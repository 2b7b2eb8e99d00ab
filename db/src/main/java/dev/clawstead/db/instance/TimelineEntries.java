package dev.clawstead.db.instance;

import static dev.clawstead.db.generated.Tables.INSTANCE_EVENTS;

import dev.clawstead.db.Times;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Reads what happened to an instance, oldest first. */
public final class TimelineEntries {

  private final DSLContext db;

  public TimelineEntries(DSLContext db) {
    this.db = db;
  }

  /** Up to this many entries that came after this one (0 for the beginning). */
  public List<Entry> after(UUID instance, long id, int limit) {
    return db.selectFrom(INSTANCE_EVENTS)
        .where(INSTANCE_EVENTS.INSTANCE_ID.eq(instance), INSTANCE_EVENTS.ID.gt(id))
        .orderBy(INSTANCE_EVENTS.ID)
        .limit(limit)
        .fetch(
            row ->
                new Entry(
                    row.getId(),
                    Times.of(row.getAt()),
                    row.getKind(),
                    row.getTitle(),
                    row.getDetail(),
                    row.getActor(),
                    row.getAttempt(),
                    row.getLevel()));
  }

  /** One thing that happened; {@code actor} and {@code level} are the database's words. */
  public record Entry(
      long id,
      Instant at,
      String kind,
      String title,
      @Nullable String detail,
      String actor,
      @Nullable Integer attempt,
      String level) {}
}
