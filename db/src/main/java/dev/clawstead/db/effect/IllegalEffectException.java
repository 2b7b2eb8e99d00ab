package dev.clawstead.db.effect;

import dev.clawstead.domain.EffectState;
import java.util.Arrays;
import java.util.UUID;

/** The ledger row is in no state from which the change is legal: somebody else moved it on. */
public final class IllegalEffectException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  IllegalEffectException(UUID id, EffectState... expected) {
    super("effect " + id + " is in none of the states " + Arrays.toString(expected));
  }
}
