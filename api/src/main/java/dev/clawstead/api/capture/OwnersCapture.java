package dev.clawstead.api.capture;

import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.Database;
import dev.clawstead.db.audit.Audit;
import dev.clawstead.db.capture.Captures;
import dev.clawstead.db.capture.Captures.Capture;
import dev.clawstead.db.capture.Contents;
import dev.clawstead.db.capture.Contents.Kept;
import dev.clawstead.db.event.Notices;
import dev.clawstead.db.event.Timeline;
import dev.clawstead.db.event.Timeline.Line;
import dev.clawstead.db.instance.Instance;
import dev.clawstead.domain.Actor;
import dev.clawstead.domain.EventLevel;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.secrets.ContentPart;
import dev.clawstead.secrets.ContentVault;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.SealBrokenException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Turns keeping on and off, each time in the agent's timeline and in the audit log, and opens. */
@Component
class OwnersCapture {

  private static final Logger LOG = LoggerFactory.getLogger(OwnersCapture.class);

  private final Database database;
  private final ContentVault vault;
  private final Clock clock;

  OwnersCapture(Database database, PlatformSecret secret, Clock clock) {
    this.database = database;
    this.vault = new ContentVault(secret);
    this.clock = clock;
  }

  Optional<Capture> of(Instance instance) {
    return new Captures(database.sql()).find(instance.id());
  }

  Instant now() {
    return clock.instant();
  }

  void keep(Caller caller, Instance instance, int hours) {
    Instant until = clock.instant().plus(Duration.ofHours(hours)).truncatedTo(ChronoUnit.MICROS);
    byte[] key = vault.publicKey(instance.account());
    database
        .sql()
        .transaction(
            tx -> {
              if (!new Captures(tx.dsl()).keep(instance.id(), key, until)) {
                throw ProblemException.of(Kind.CONFLICT, "The agent is being deleted.");
              }
              tell(
                  tx.dsl(),
                  instance.id(),
                  "What the agent says to models is kept",
                  "For " + (hours == 1 ? "an hour" : hours + " hours") + ", for you alone.");
              Audit.add(
                  tx.dsl(),
                  audit(caller, "capture.start", instance.id()).with("until", until.toString()));
            });
  }

  void end(Caller caller, Instance instance) {
    database
        .sql()
        .transaction(
            tx -> {
              if (new Captures(tx.dsl()).end(instance.id())) {
                tell(
                    tx.dsl(),
                    instance.id(),
                    "What the agent says to models is no longer kept",
                    "What was kept goes by itself seven days from now.");
                Audit.add(tx.dsl(), audit(caller, "capture.end", instance.id()));
              }
            });
  }

  void delete(Caller caller, Instance instance) {
    database
        .sql()
        .transaction(
            tx -> {
              if (new Captures(tx.dsl()).delete(instance.id())) {
                tell(
                    tx.dsl(), instance.id(), "What was kept of the agent's calls is deleted", null);
                Audit.add(tx.dsl(), audit(caller, "capture.delete", instance.id()));
              }
            });
  }

  /** What was said in this attempt's call; null where nothing was kept. */
  @Nullable Said said(Instance instance, UUID attempt) {
    Kept kept = new Contents(database.sql()).find(instance.id(), attempt).orElse(null);
    if (kept == null) {
      return null;
    }
    byte[] answer = kept.content().response();
    return new Said(
        open(instance, attempt, ContentPart.REQUEST, kept.content().request()),
        answer == null ? null : open(instance, attempt, ContentPart.RESPONSE, answer),
        kept.content().truncated(),
        kept.expires());
  }

  private String open(Instance instance, UUID attempt, ContentPart part, byte[] sealed) {
    try {
      return new String(
          vault.open(instance.account(), part, attempt, sealed), StandardCharsets.UTF_8);
    } catch (SealBrokenException e) {
      LOG.error("kept content does not open: {}", e.getMessage());
      throw ProblemException.of(Kind.BROKEN, "What was kept cannot be opened.");
    }
  }

  private static void tell(DSLContext tx, UUID instance, String title, @Nullable String detail) {
    Timeline.add(
        tx,
        instance,
        Line.of("capture-" + UuidV7.next(), "capture", EventLevel.INFO, title)
            .saying(detail)
            .by(Actor.CUSTOMER));
    Notices.instance(tx, instance);
  }

  private static Audit.Entry audit(Caller caller, String action, UUID instance) {
    return Audit.Entry.of(caller.accountId(), caller.actor(), action, "instance:" + instance);
  }

  /**
   * What was said in a call; never printed.
   *
   * @param response null when the agent heard nothing
   */
  record Said(String request, @Nullable String response, boolean truncated, Instant expires) {

    @Override
    public String toString() {
      return "Said[until " + expires + "]";
    }
  }
}
