package dev.clawstead.activities.ledger;

import dev.clawstead.activities.ledger.ProviderException.Outcome;
import dev.clawstead.db.effect.Effect;
import dev.clawstead.db.effect.Effects;
import dev.clawstead.db.effect.IllegalEffectException;
import dev.clawstead.db.effect.Intent;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes and removes objects outside our database so that no crash and no lost answer leaves one
 * behind or makes two: intent committed, call, outcome committed.
 */
public final class Ledger {

  /** Failure type: a call's outcome is still open; look again. Retryable, BENIGN. */
  public static final String UNRESOLVED = "EffectUnresolved";

  /** Failure type: the object is being removed, so it cannot be made. Final. */
  public static final String ENDING = "EffectEnding";

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  /** A name that is not unique may hide a few copies of one lost create, never more than this. */
  private static final int COPIES_MAX = 10;

  private final Effects effects;
  private final Clock clock;

  public Ledger(Effects effects, Clock clock) {
    this.effects = effects;
    this.clock = clock;
  }

  /** Makes the object, or adopts what an earlier attempt made; returns the provider's id of it. */
  public String create(Intent intent, Outside outside) {
    Effect row = effects.intend(intent);
    try {
      return switch (row.state()) {
        case DELETING, ABSENT, FAILED -> throw ending(row);
        case PRESENT -> keep(intent, row, outside);
        case INTENDED, UNRESOLVED -> row.isUncertain() ? resolve(row, outside) : call(row, outside);
      };
    } catch (ProviderException e) {
      throw e.failure();
    } catch (IllegalEffectException e) {
      // A delete came in between. If the call made something, the delete finds it by its name.
      throw ending(row);
    }
  }

  /** Removes the owner's object of this kind; one that was never intended is removed. */
  public void delete(String ownerKind, String ownerId, String kind, Outside outside) {
    Optional<Effect> open = effects.open(ownerKind, ownerId, kind);
    if (open.isEmpty()) {
      return;
    }
    Effect row = open.get();
    effects.deleting(row.id());
    try {
      removeAll(row, outside);
    } catch (ProviderException e) {
      throw e.failure();
    }
    if (row.isUncertain() && isBefore(row, outside.appearsWithin())) {
      throw lookAgain(row, "it may still appear");
    }
    effects.absent(row.id());
  }

  private static void removeAll(Effect row, Outside outside) throws ProviderException {
    if (row.externalId() != null) {
      outside.remove(row.externalId());
    }
    Optional<String> found = outside.find(row);
    for (int copies = 0; found.isPresent() && copies < COPIES_MAX; copies++) {
      String removed = found.get();
      outside.remove(removed);
      found = outside.find(row);
      if (found.filter(removed::equals).isPresent()) {
        break;
      }
    }
    if (found.isPresent()) {
      throw new ProviderException(Outcome.REFUSED, lookAgain(row, "it is still being removed"));
    }
  }

  private String keep(Intent intent, Effect row, Outside outside) throws ProviderException {
    String id = Objects.requireNonNull(row.externalId());
    if (outside.exists(id)) {
      return id;
    }
    // Somebody removed it. What replaces it is another effect with a row of its own.
    effects.deleting(row.id());
    effects.absent(row.id());
    return call(effects.intend(intent), outside);
  }

  private String resolve(Effect row, Outside outside) throws ProviderException {
    Optional<String> made = find(row, outside);
    if (made.isPresent()) {
      effects.present(row.id(), made.get());
      return made.get();
    }
    if (isBefore(row, outside.landsWithin())) {
      throw lookAgain(row, "the call may still take effect");
    }
    effects.notMade(row.id(), "looked up: not there");
    return call(row, outside);
  }

  private String call(Effect row, Outside outside) throws ProviderException {
    effects.called(row.id());
    String id;
    try {
      id = outside.make(row);
    } catch (ProviderException e) {
      id = afterFailure(row, outside, e);
    }
    effects.present(row.id(), id);
    return id;
  }

  private String afterFailure(Effect row, Outside outside, ProviderException e)
      throws ProviderException {
    String error = String.valueOf(e.getMessage());
    switch (e.outcome()) {
      case TAKEN -> {
        // An attempt whose answer was lost has made it, unless somebody else did.
        Optional<String> ours = find(row, outside);
        if (ours.isPresent()) {
          return ours.get();
        }
        effects.unresolved(row.id(), error);
        throw lookAgain(row, "the name is taken by an object that cannot be seen yet");
      }
      case UNKNOWN -> effects.unresolved(row.id(), error);
      case REFUSED, GONE -> effects.notMade(row.id(), error);
      case FINAL -> effects.failed(row.id(), error);
    }
    throw e;
  }

  /** Ours, or none; a stranger under our name ends the row, since ours cannot be there as well. */
  private Optional<String> find(Effect row, Outside outside) throws ProviderException {
    try {
      return outside.find(row);
    } catch (ProviderException e) {
      if (e.outcome() == Outcome.TAKEN) {
        effects.failed(row.id(), String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private boolean isBefore(Effect row, Duration afterFirstCall) {
    Instant first = row.firstCallAt();
    return first != null && clock.instant().isBefore(first.plus(afterFirstCall));
  }

  private static ApplicationFailure lookAgain(Effect row, String why) {
    return ApplicationFailure.newBuilder()
        .setType(UNRESOLVED)
        .setMessage(row.name() + ": " + why)
        .setNextRetryDelay(LOOK_AGAIN)
        .setCategory(ApplicationErrorCategory.BENIGN)
        .build();
  }

  private static ApplicationFailure ending(Effect row) {
    return ApplicationFailure.newNonRetryableFailure(
        row.name() + " is being removed (" + row.state().word() + ")", ENDING);
  }
}
