package dev.clawstead.db.catalogue;

import static dev.clawstead.db.generated.Tables.PROVIDER_KEYS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.noCondition;

import dev.clawstead.db.generated.tables.records.ProviderKeysRecord;
import dev.clawstead.domain.UuidV7;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The keys that providers gave to us or to our customers; here they are sealed always. An owner is
 * an account, or absent for the platform's own: nobody reaches another owner's keys.
 */
public final class ProviderKeys {

  private static final String GOOD = "good";
  private static final String REFUSED = "refused";
  private static final String REMOVED = "removed";

  private final DSLContext sql;

  public ProviderKeys(DSLContext sql) {
    this.sql = sql;
  }

  /** Adds a key; {@code account} is absent for the platform's own. Returns its id. */
  public UUID add(NewKey key) {
    sql.insertInto(PROVIDER_KEYS)
        .set(PROVIDER_KEYS.ID, key.id)
        .set(PROVIDER_KEYS.PROVIDER, key.provider)
        .set(PROVIDER_KEYS.ACCOUNT_ID, key.account)
        .set(PROVIDER_KEYS.NAME, key.name)
        .set(PROVIDER_KEYS.SEALED, key.sealed)
        .set(PROVIDER_KEYS.HINT, key.hint)
        .set(PROVIDER_KEYS.WEIGHT, key.weight)
        .execute();
    return key.id;
  }

  /** Every key that is not removed, of all owners. */
  public List<ProviderKey> all() {
    return sql.selectFrom(PROVIDER_KEYS)
        .where(PROVIDER_KEYS.STATE.ne(REMOVED))
        .orderBy(PROVIDER_KEYS.PROVIDER, PROVIDER_KEYS.ID)
        .fetch(ProviderKey::of);
  }

  /** The owner's key of this id as gateways load it; empty for another's and for a removed one. */
  public Optional<ProviderKey> sealed(@Nullable UUID account, UUID key) {
    return sql.selectFrom(PROVIDER_KEYS)
        .where(PROVIDER_KEYS.ID.eq(key), ownedBy(account))
        .fetchOptional(ProviderKey::of);
  }

  /** The owner's keys that are not removed, newest first, after this one. */
  public List<ListedKey> list(@Nullable UUID account, @Nullable UUID after, int rows) {
    return listed(after == null ? noCondition() : PROVIDER_KEYS.ID.lt(after), account, rows);
  }

  /** The owner's key of this id; empty for another's, and for one that was removed. */
  public Optional<ListedKey> find(@Nullable UUID account, UUID key) {
    return listed(PROVIDER_KEYS.ID.eq(key), account, 1).stream().findFirst();
  }

  /** How many keys this account has. */
  public int count(UUID account) {
    return sql.fetchCount(PROVIDER_KEYS, ownedBy(account));
  }

  /** Removes the owner's key and forgets its secret; false when there is no such key. */
  public boolean remove(@Nullable UUID account, UUID key) {
    return sql.update(PROVIDER_KEYS)
            .set(PROVIDER_KEYS.STATE, REMOVED)
            .set(PROVIDER_KEYS.SEALED, "")
            .set(PROVIDER_KEYS.UPDATED_AT, currentOffsetDateTime())
            .where(PROVIDER_KEYS.ID.eq(key), ownedBy(account))
            .execute()
        == 1;
  }

  /** The provider refuses this key: nobody uses it until somebody has looked. */
  public void refused(UUID key, String problem) {
    sql.update(PROVIDER_KEYS)
        .set(PROVIDER_KEYS.STATE, REFUSED)
        .set(PROVIDER_KEYS.PROBLEM, problem)
        .set(PROVIDER_KEYS.UPDATED_AT, currentOffsetDateTime())
        .where(PROVIDER_KEYS.ID.eq(key), PROVIDER_KEYS.STATE.eq(GOOD))
        .execute();
  }

  /** The owner's key was tested: {@code problem} is how its provider refuses it, if it does. */
  public void tested(@Nullable UUID account, UUID key, @Nullable String problem) {
    sql.update(PROVIDER_KEYS)
        .set(PROVIDER_KEYS.STATE, problem == null ? GOOD : REFUSED)
        .set(PROVIDER_KEYS.PROBLEM, problem)
        .set(PROVIDER_KEYS.UPDATED_AT, currentOffsetDateTime())
        .where(PROVIDER_KEYS.ID.eq(key), ownedBy(account))
        .execute();
  }

  private List<ListedKey> listed(Condition which, @Nullable UUID account, int rows) {
    return sql.selectFrom(PROVIDER_KEYS)
        .where(which, ownedBy(account))
        .orderBy(PROVIDER_KEYS.ID.desc())
        .limit(rows)
        .fetch(
            r ->
                new ListedKey(
                    r.getId(),
                    r.getProvider(),
                    r.getName(),
                    r.getHint(),
                    r.getWeight(),
                    r.getState(),
                    r.getProblem(),
                    r.getCreatedAt().toInstant()));
  }

  private static Condition ownedBy(@Nullable UUID account) {
    return PROVIDER_KEYS
        .STATE
        .ne(REMOVED)
        .and(
            account == null
                ? PROVIDER_KEYS.ACCOUNT_ID.isNull()
                : PROVIDER_KEYS.ACCOUNT_ID.eq(account));
  }

  /**
   * A key to be added.
   *
   * @param sealed the key, encrypted for its id
   * @param hint its last letters, by which people tell it from others
   */
  public record NewKey(
      UUID id,
      String provider,
      @Nullable UUID account,
      String name,
      String sealed,
      String hint,
      int weight) {

    /** An id to seal a key for, before it is added. */
    public static UUID nextId() {
      return UuidV7.next();
    }
  }

  /** A key as gateways load it; {@code good} until its provider refuses it. */
  public record ProviderKey(
      UUID id,
      String provider,
      @Nullable UUID account,
      String name,
      String sealed,
      int weight,
      boolean good) {

    static ProviderKey of(ProviderKeysRecord row) {
      return new ProviderKey(
          row.getId(),
          row.getProvider(),
          row.getAccountId(),
          row.getName(),
          row.getSealed(),
          row.getWeight(),
          row.getState().equals(GOOD));
    }
  }

  /** A key as its owner sees it, which is without itself; {@code state} is good or refused. */
  public record ListedKey(
      UUID id,
      String provider,
      String name,
      String hint,
      int weight,
      String state,
      @Nullable String problem,
      Instant created) {}
}
