package dev.clawstead.db.catalogue;

import static dev.clawstead.db.generated.Tables.CAPS;
import static dev.clawstead.db.generated.Tables.MODEL_KEYS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.UuidV7;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Keys to our own model gateway that owners minted; only their hashes are known here. */
public final class ModelKeys {

  private final DSLContext sql;

  public ModelKeys(DSLContext sql) {
    this.sql = sql;
  }

  /** Stores a new key of this instance and returns its id. */
  public UUID mint(UUID instance, String name, byte[] hash, @Nullable Instant expires) {
    UUID id = UuidV7.next();
    sql.insertInto(MODEL_KEYS)
        .set(MODEL_KEYS.ID, id)
        .set(MODEL_KEYS.INSTANCE_ID, instance)
        .set(MODEL_KEYS.NAME, name)
        .set(MODEL_KEYS.KEY_HASH, hash)
        .set(MODEL_KEYS.EXPIRES_AT, expires == null ? null : expires.atOffset(ZoneOffset.UTC))
        .execute();
    return id;
  }

  /**
   * Stores a successor of the instance's live key, with its name and its end, and ends the old one
   * at this time unless it ends sooner. Needs a transaction; of two at once one comes first.
   *
   * @return the successor; empty when the instance has no such key that is still good
   */
  public Optional<ListedKey> rotate(UUID instance, UUID key, byte[] hash, Instant oldEnds) {
    OffsetDateTime end = oldEnds.atOffset(ZoneOffset.UTC);
    return sql.selectFrom(MODEL_KEYS)
        .where(
            MODEL_KEYS.ID.eq(key),
            MODEL_KEYS.INSTANCE_ID.eq(instance),
            MODEL_KEYS.REVOKED_AT.isNull(),
            MODEL_KEYS.EXPIRES_AT.isNull().or(MODEL_KEYS.EXPIRES_AT.gt(currentOffsetDateTime())))
        .forUpdate()
        .fetchOptional()
        .map(
            old -> {
              OffsetDateTime expires = old.getExpiresAt();
              if (expires == null || expires.isAfter(end)) {
                sql.update(MODEL_KEYS)
                    .set(MODEL_KEYS.EXPIRES_AT, end)
                    .where(MODEL_KEYS.ID.eq(key))
                    .execute();
              }
              Instant newEnds = expires == null ? null : expires.toInstant();
              UUID id = mint(instance, old.getName(), hash, newEnds);
              copyCaps(key, id);
              return new ListedKey(id, old.getName(), newEnds, Instant.now());
            });
  }

  private void copyCaps(UUID from, UUID to) {
    sql.insertInto(CAPS, CAPS.SCOPE, CAPS.SCOPE_ID, CAPS.PERIOD, CAPS.MICROS, CAPS.TOKENS)
        .select(
            select(CAPS.SCOPE, val(to), CAPS.PERIOD, CAPS.MICROS, CAPS.TOKENS)
                .from(CAPS)
                .where(CAPS.SCOPE.eq(CapScope.KEY.word()), CAPS.SCOPE_ID.eq(from)))
        .execute();
  }

  /** Makes a key void for ever; false when the instance has no such key, or had it revoked. */
  public boolean revoke(UUID instance, UUID key) {
    return sql.update(MODEL_KEYS)
            .set(MODEL_KEYS.REVOKED_AT, currentOffsetDateTime())
            .where(
                MODEL_KEYS.ID.eq(key),
                MODEL_KEYS.INSTANCE_ID.eq(instance),
                MODEL_KEYS.REVOKED_AT.isNull())
            .execute()
        == 1;
  }

  /** The keys of this instance that are not revoked, newest first, after this one. */
  public List<ListedKey> list(UUID instance, @Nullable UUID after, int rows) {
    return sql.selectFrom(MODEL_KEYS)
        .where(
            MODEL_KEYS.INSTANCE_ID.eq(instance),
            MODEL_KEYS.REVOKED_AT.isNull(),
            after == null ? noCondition() : MODEL_KEYS.ID.lt(after))
        .orderBy(MODEL_KEYS.ID.desc())
        .limit(rows)
        .fetch(
            r ->
                new ListedKey(
                    r.getId(),
                    r.getName(),
                    r.getExpiresAt() == null ? null : r.getExpiresAt().toInstant(),
                    r.getCreatedAt().toInstant()));
  }

  /** Every key that is neither revoked nor expired. */
  public List<ModelKey> live() {
    return sql.selectFrom(MODEL_KEYS)
        .where(
            MODEL_KEYS.REVOKED_AT.isNull(),
            MODEL_KEYS.EXPIRES_AT.isNull().or(MODEL_KEYS.EXPIRES_AT.gt(currentOffsetDateTime())))
        .fetch(
            r ->
                new ModelKey(
                    r.getId(),
                    r.getInstanceId(),
                    HexFormat.of().formatHex(r.getKeyHash()),
                    r.getExpiresAt() == null ? null : r.getExpiresAt().toInstant()));
  }

  /** A key as its owner sees it: it is shown in the clear only once, when it is minted. */
  public record ListedKey(UUID id, String name, @Nullable Instant expires, Instant created) {}

  /** A key as gateways load it; {@code hash} is SHA-256 in lower-case hex. */
  public record ModelKey(UUID id, UUID instance, String hash, @Nullable Instant expires) {}
}
