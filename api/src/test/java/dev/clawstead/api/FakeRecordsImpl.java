package dev.clawstead.api;

import dev.clawstead.activities.records.InstanceRecordsActivities.Claimed;
import dev.clawstead.db.event.Timeline.Line;
import dev.clawstead.db.life.Claim;
import dev.clawstead.db.life.Claims;
import dev.clawstead.db.life.Lives;
import dev.clawstead.domain.Actor;
import dev.clawstead.domain.EventLevel;
import dev.clawstead.domain.Word;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jooq.DSLContext;

/** The real transactions of an instance's life, on the test's database. */
final class FakeRecordsImpl implements FakeInstances.FakeRecords {

  private final Claims claims;
  private final Lives lives;

  FakeRecordsImpl(DSLContext db) {
    this.claims = new Claims(db, Clock.systemUTC());
    this.lives = new Lives(db);
  }

  @Override
  public Claimed claim(UUID instance) {
    Claim claim = claims.claim(instance);
    return new Claimed(claim.status().word(), claim.cell(), claim.slug(), claim.eta(), 0);
  }

  @Override
  public void restarted(UUID instance, String request) {
    lives.note(
        instance,
        Line.of("restart-" + request, "restarted", EventLevel.INFO, "Your agent was restarted")
            .by(Actor.CUSTOMER));
  }

  @Override
  public void modelKeyReplaced(UUID instance, String request, int overlapSeconds) {
    lives.replacingModelKey(
        instance,
        Duration.ofSeconds(overlapSeconds),
        Line.of("model-key/" + request, "model-key", EventLevel.INFO, "Replacing its own key")
            .by(Actor.CUSTOMER));
    lives.opened(
        instance,
        Objects.requireNonNull(lives.find(instance).orElseThrow().cell()),
        Line.of("opened/" + request, "ready", EventLevel.GOOD, "Restarted with a new key"));
  }

  @Override
  public void deleted(UUID instance, String actor) {
    Line line = Line.of("deleted", "deleted", EventLevel.INFO, "Your agent is deleted");
    lives.closing(instance, line.by(Word.of(Actor.class, actor)));
    lives.deleted(instance, line);
  }
}
