package dev.clawstead.db.effect;

import dev.clawstead.domain.EffectState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the ledger. */
public record Effect(
    UUID id,
    String name,
    String place,
    EffectState state,
    @Nullable String externalId,
    int attempts,
    @Nullable Instant firstCallAt) {

  /** Whether a call may have made the object without our knowing. */
  public boolean isUncertain() {
    return externalId == null && firstCallAt != null;
  }
}
