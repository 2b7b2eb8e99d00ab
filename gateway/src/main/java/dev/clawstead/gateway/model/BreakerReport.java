package dev.clawstead.gateway.model;

import dev.clawstead.db.catalogue.Breakers;
import dev.clawstead.db.catalogue.Breakers.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Tells operators how this gateway finds the platform's keys: at once when that changes, and often
 * enough to be known as alive. Of customers' keys there may be very many; those are in their lists.
 */
final class BreakerReport {

  private static final long AGAIN_NANOS = Duration.ofSeconds(4).toNanos();

  private final String gateway;
  private final Breakers breakers;
  private Map<UUID, Standing> told = Map.of();
  private long toldNanos;

  BreakerReport(String gateway, Breakers breakers) {
    this.gateway = gateway;
    this.breakers = breakers;
  }

  /** To be called about every second, by one thread. */
  void tell(Collection<ProviderSecret> keys) {
    Map<UUID, Standing> now = new HashMap<>();
    keys.stream()
        .filter(key -> !key.isCustomers())
        .forEach(key -> now.put(key.id(), standing(key)));
    boolean due = System.nanoTime() - toldNanos >= AGAIN_NANOS || toldNanos == 0;
    if (due || !now.equals(told)) {
      List<Standing> standings = new ArrayList<>(now.values());
      breakers.tell(gateway, standings);
      told = now;
      toldNanos = System.nanoTime();
    }
  }

  private Standing standing(ProviderSecret key) {
    Breaker.Look look = key.breaker().look();
    Standing before = told.get(key.id());
    boolean same =
        before != null
            && before.state().equals(look.state())
            && Objects.equals(before.problem(), look.problem());
    return same && before != null
        ? before
        : new Standing(
            key.id(), look.state(), look.problem(), Instant.now().truncatedTo(ChronoUnit.MICROS));
  }
}
