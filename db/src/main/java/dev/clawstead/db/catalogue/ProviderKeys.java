package dev.clawstead.db.catalogue;

import static dev.clawstead.db.generated.Tables.PROVIDER_KEYS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.clawstead.domain.UuidV7;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The keys that providers gave to us or to our customers; here they are sealed always. */
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

  /** Every key that is not removed. */
  public List<ProviderKey> all() {
    return sql.selectFrom(PROVIDER_KEYS)
        .where(PROVIDER_KEYS.STATE.ne(REMOVED))
        .orderBy(PROVIDER_KEYS.PROVIDER, PROVIDER_KEYS.ID)
        .fetch(
            r ->
                new ProviderKey(
                    r.getId(),
                    r.getProvider(),
                    r.getAccountId(),
                    r.getSealed(),
                    r.getWeight(),
                    r.getState().equals(GOOD)));
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
      UUID id, String provider, @Nullable UUID account, String sealed, int weight, boolean good) {}
}
