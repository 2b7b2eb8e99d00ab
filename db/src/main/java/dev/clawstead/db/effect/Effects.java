package dev.clawstead.db.effect;

import static dev.clawstead.db.generated.Tables.EFFECTS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.clawstead.db.generated.tables.records.EffectsRecord;
import dev.clawstead.domain.EffectState;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.domain.Word;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.UpdateSetMoreStep;
import org.jspecify.annotations.Nullable;

/**
 * The ledger: an effect's intent is committed before the call and its outcome after it. Each method
 * commits by itself; a transition that is not legal is refused.
 */
public final class Effects {

  private final DSLContext db;

  public Effects(DSLContext db) {
    this.db = db;
  }

  /** Returns the owner's open row of this kind, or makes it. */
  public Effect intend(Intent intent) {
    while (true) {
      insert(intent);
      Optional<Effect> open = open(intent.ownerKind(), intent.ownerId(), intent.kind());
      if (open.isPresent()) {
        return open.get();
      }
      // Closed between the two statements: the next round makes a new one.
    }
  }

  /** The owner's row of this kind that is neither absent nor failed. */
  public Optional<Effect> open(String ownerKind, String ownerId, String kind) {
    return db.selectFrom(EFFECTS)
        .where(
            EFFECTS.OWNER_KIND.eq(ownerKind),
            EFFECTS.OWNER_ID.eq(ownerId),
            EFFECTS.KIND.eq(kind),
            EFFECTS.STATE.ne(EffectState.ABSENT.word()),
            EFFECTS.STATE.ne(EffectState.FAILED.word()))
        .fetchOptional(Effects::effect);
  }

  /** A call that may make the object is about to go out. */
  public void called(UUID id) {
    move(
        id,
        db.update(EFFECTS)
            .set(EFFECTS.ATTEMPTS, EFFECTS.ATTEMPTS.plus(1))
            .set(EFFECTS.FIRST_CALL_AT, coalesce(EFFECTS.FIRST_CALL_AT, currentOffsetDateTime())),
        EffectState.INTENDED,
        EffectState.UNRESOLVED);
  }

  /** The object exists under this id of the provider's. */
  public void present(UUID id, String externalId) {
    move(
        id,
        to(EffectState.PRESENT, null).set(EFFECTS.EXTERNAL_ID, externalId),
        EffectState.INTENDED,
        EffectState.UNRESOLVED,
        EffectState.PRESENT);
  }

  /** Nobody knows whether the call made the object. */
  public void unresolved(UUID id, String error) {
    move(id, to(EffectState.UNRESOLVED, error), EffectState.INTENDED, EffectState.UNRESOLVED);
  }

  /** The provider said that nothing was made: a call may be tried again. */
  public void notMade(UUID id, String reason) {
    move(
        id,
        to(EffectState.INTENDED, reason).set(EFFECTS.FIRST_CALL_AT, (OffsetDateTime) null),
        EffectState.INTENDED,
        EffectState.UNRESOLVED);
  }

  /** The provider refused for good; nothing was made, and nothing will be under this row. */
  public void failed(UUID id, String error) {
    move(id, to(EffectState.FAILED, error), EffectState.INTENDED, EffectState.UNRESOLVED);
  }

  /** The object is to go: from here on no call may make it. */
  public void deleting(UUID id) {
    move(
        id,
        to(EffectState.DELETING, null),
        EffectState.INTENDED,
        EffectState.UNRESOLVED,
        EffectState.PRESENT,
        EffectState.DELETING);
  }

  /** The provider said that the object is gone. */
  public void absent(UUID id) {
    move(id, to(EffectState.ABSENT, null), EffectState.DELETING, EffectState.ABSENT);
  }

  /** Everything that lay in this place went with it. */
  public static void absentWith(DSLContext tx, String place) {
    tx.update(EFFECTS)
        .set(EFFECTS.STATE, EffectState.ABSENT.word())
        .set(EFFECTS.UPDATED_AT, currentOffsetDateTime())
        .where(
            EFFECTS.PLACE.eq(place),
            EFFECTS.STATE.ne(EffectState.ABSENT.word()),
            EFFECTS.STATE.ne(EffectState.FAILED.word()))
        .execute();
  }

  private void insert(Intent intent) {
    UUID id = UuidV7.next();
    db.insertInto(EFFECTS)
        .set(EFFECTS.ID, id)
        .set(EFFECTS.PROVIDER, intent.provider())
        .set(EFFECTS.KIND, intent.kind())
        .set(EFFECTS.OWNER_KIND, intent.ownerKind())
        .set(EFFECTS.OWNER_ID, intent.ownerId())
        .set(EFFECTS.PLACE, intent.place())
        .set(EFFECTS.NAME, intent.name().apply(id))
        .set(EFFECTS.STATE, EffectState.INTENDED.word())
        .onConflict(EFFECTS.OWNER_KIND, EFFECTS.OWNER_ID, EFFECTS.KIND)
        .where(
            EFFECTS.STATE.ne(EffectState.ABSENT.word()),
            EFFECTS.STATE.ne(EffectState.FAILED.word()))
        .doNothing()
        .execute();
  }

  private UpdateSetMoreStep<EffectsRecord> to(EffectState state, @Nullable String error) {
    return db.update(EFFECTS).set(EFFECTS.STATE, state.word()).set(EFFECTS.ERROR, error);
  }

  private static void move(UUID id, UpdateSetMoreStep<EffectsRecord> change, EffectState... from) {
    int moved =
        change
            .set(EFFECTS.UPDATED_AT, currentOffsetDateTime())
            .where(
                EFFECTS.ID.eq(id),
                EFFECTS.STATE.in(Arrays.stream(from).map(EffectState::word).toList()))
            .execute();
    if (moved == 0) {
      throw new IllegalEffectException(id, from);
    }
  }

  private static Effect effect(EffectsRecord row) {
    return new Effect(
        row.getId(),
        row.getName(),
        row.getPlace(),
        Word.of(EffectState.class, row.getState()),
        row.getExternalId(),
        row.getAttempts(),
        row.getFirstCallAt() == null ? null : row.getFirstCallAt().toInstant());
  }
}
