package dev.clawstead.db.spending;

import dev.clawstead.domain.CapScope;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who spends: an instance, by its own key or by one that its owner minted.
 *
 * @param key the minted key; absent for the agent's own
 * @param own whether a provider is asked with the customer's own key there: then the plan does not
 *     pay, and does not bound it
 */
public record Purse(UUID instance, @Nullable UUID key, boolean own) implements Comparable<Purse> {

  private static final Comparator<Purse> ORDER =
      Comparator.comparing(Purse::instance)
          .thenComparing(Purse::key, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Purse::own);

  /** One whose calls the plan pays for. */
  public Purse(UUID instance, @Nullable UUID key) {
    this(instance, key, false);
  }

  /** The same caller, for a call with the customer's own key at a provider, or without. */
  public Purse with(boolean ownKey) {
    return ownKey == own ? this : new Purse(instance, key, ownKey);
  }

  /** Everybody whose caps bound this purse. */
  Map<CapScope, UUID> scopes(UUID account) {
    Map<CapScope, UUID> scopes = new LinkedHashMap<>();
    scopes.put(CapScope.ACCOUNT, account);
    scopes.put(CapScope.INSTANCE, instance);
    if (key != null) {
      scopes.put(CapScope.KEY, key);
    }
    return scopes;
  }

  @Override
  public int compareTo(Purse other) {
    return ORDER.compare(this, other);
  }
}
