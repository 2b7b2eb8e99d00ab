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
 */
public record Purse(UUID instance, @Nullable UUID key) implements Comparable<Purse> {

  private static final Comparator<Purse> ORDER =
      Comparator.comparing(Purse::instance)
          .thenComparing(Purse::key, Comparator.nullsFirst(Comparator.naturalOrder()));

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
