package dev.clawstead.db.event;

import static dev.clawstead.db.generated.Tables.INSTANCE_EVENTS;

import dev.clawstead.domain.Actor;
import dev.clawstead.domain.EventLevel;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Writes what happened to an instance, in words its owner understands. */
public final class Timeline {

  private Timeline() {}

  /** Adds the line within the caller's transaction, unless one of its key is there. */
  public static boolean add(DSLContext tx, UUID instance, Line line) {
    return tx.insertInto(INSTANCE_EVENTS)
            .set(INSTANCE_EVENTS.INSTANCE_ID, instance)
            .set(INSTANCE_EVENTS.EVENT_KEY, line.key())
            .set(INSTANCE_EVENTS.KIND, line.kind())
            .set(INSTANCE_EVENTS.LEVEL, line.level().word())
            .set(INSTANCE_EVENTS.TITLE, line.title())
            .set(INSTANCE_EVENTS.DETAIL, line.detail())
            .set(INSTANCE_EVENTS.ACTOR, line.actor().word())
            .set(INSTANCE_EVENTS.ATTEMPT, line.attempt())
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  /** One line; {@code key} names it within its instance, so that a repeat adds nothing. */
  public record Line(
      String key,
      String kind,
      EventLevel level,
      String title,
      @Nullable String detail,
      Actor actor,
      @Nullable Integer attempt) {

    /** A line of ours without details. */
    public static Line of(String key, String kind, EventLevel level, String title) {
      return new Line(key, kind, level, title, null, Actor.CLAWSTEAD, null);
    }

    /** The same line with this detail. */
    public Line saying(@Nullable String words) {
      return new Line(key, kind, level, title, words, actor, attempt);
    }

    /** The same line caused by this actor. */
    public Line by(Actor who) {
      return new Line(key, kind, level, title, detail, who, attempt);
    }
  }
}
