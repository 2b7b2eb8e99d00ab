package dev.clawstead.activities.records;

import dev.clawstead.db.event.Timeline.Line;
import dev.clawstead.db.life.Claim;
import dev.clawstead.db.life.Claim.Status;
import dev.clawstead.db.life.Claims;
import dev.clawstead.db.life.Lives;
import dev.clawstead.domain.Actor;
import dev.clawstead.domain.EventLevel;
import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.Word;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** An instance's rows in PostgreSQL. */
public final class InstanceRecordsActivitiesImpl implements InstanceRecordsActivities {

  private final Claims claims;
  private final Lives lives;

  public InstanceRecordsActivitiesImpl(DSLContext db) {
    this.claims = new Claims(db, Clock.systemUTC());
    this.lives = new Lives(db);
  }

  @Override
  public Claimed claim(UUID instance) {
    return claimed(RecordsFailures.run(() -> claims.claim(instance)));
  }

  @Override
  public Claimed place(UUID instance) {
    Claim claim = RecordsFailures.run(() -> claims.place(instance));
    if (claim.status() == Status.QUEUED) {
      throw ApplicationFailure.newBuilder()
          .setType(NO_ROOM)
          .setMessage("no room yet; " + claim.ahead() + " orders wait before this one")
          .setCategory(ApplicationErrorCategory.BENIGN)
          .build();
    }
    return claimed(claim);
  }

  @Override
  public void unplaced(Unplaced command) {
    Line line =
        Line.of(command.eventKey(), "unplaced", EventLevel.WARN, "Your agent did not come up there")
            .saying(command.problem());
    RecordsFailures.run(
        () -> lives.unplaced(command.instance(), command.cell(), command.problem(), line));
  }

  @Override
  public void opened(Opened command) {
    Line line = Line.of(command.eventKey(), "ready", EventLevel.GOOD, command.title());
    RecordsFailures.run(() -> lives.opened(command.instance(), command.cell(), line));
  }

  @Override
  public void interrupted(Interrupted command) {
    Line line =
        Line.of(command.eventKey(), command.state(), EventLevel.INFO, command.title())
            .by(Word.of(Actor.class, command.actor()));
    RecordsFailures.run(
        () ->
            lives.interrupted(
                command.instance(), Word.of(InstanceState.class, command.state()), line));
  }

  @Override
  public void replacingModelKey(ReplacingModelKey command) {
    Line line =
        Line.of(command.eventKey(), "model-key", EventLevel.INFO, command.title())
            .by(Word.of(Actor.class, command.actor()));
    Duration overlap = Duration.ofSeconds(command.overlapSeconds());
    RecordsFailures.run(() -> lives.replacingModelKey(command.instance(), overlap, line));
  }

  @Override
  public void failed(Failed command) {
    Line line =
        Line.of(command.eventKey(), "failed", EventLevel.BAD, "Your agent needs help")
            .saying(command.problem());
    RecordsFailures.run(() -> lives.failed(command.instance(), command.problem(), line));
  }

  @Override
  public @Nullable UUID closing(Closing command) {
    Line line =
        Line.of(command.eventKey(), "deleting", EventLevel.INFO, "Your agent is being removed")
            .by(Word.of(Actor.class, command.actor()));
    return RecordsFailures.run(() -> lives.closing(command.instance(), line)).orElse(null);
  }

  @Override
  public void deleted(UUID instance) {
    Line line =
        Line.of(
            "deleted", "deleted", EventLevel.INFO, "Your agent and everything of it is removed");
    RecordsFailures.run(() -> lives.deleted(instance, line));
  }

  @Override
  public Instance find(UUID instance) {
    return RecordsFailures.run(
        () ->
            lives
                .find(instance)
                .map(
                    l ->
                        new Instance(
                            l.id(),
                            l.account(),
                            l.name(),
                            l.region(),
                            l.size(),
                            l.image(),
                            l.state().word(),
                            l.cell(),
                            l.node(),
                            l.slug()))
                .orElseThrow(
                    () -> new IllegalArgumentException("there is no instance " + instance)));
  }

  @Override
  public void note(Note note) {
    RecordsFailures.run(
        () ->
            lives.note(
                note.instance(),
                new Line(
                    note.key(),
                    note.kind(),
                    Word.of(EventLevel.class, note.level()),
                    note.title(),
                    note.detail(),
                    Word.of(Actor.class, note.actor()),
                    note.attempt())));
  }

  private static Claimed claimed(Claim claim) {
    return new Claimed(
        claim.status().word(), claim.cell(), claim.slug(), claim.eta(), claim.ahead());
  }
}
