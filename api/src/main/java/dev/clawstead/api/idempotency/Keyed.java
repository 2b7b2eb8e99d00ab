package dev.clawstead.api.idempotency;

import dev.clawstead.db.account.IdempotencyKeys.Slot;

/** A request that may be repeated: where its answer is kept, and what keeps it secret there. */
public final class Keyed {

  private final Slot slot;
  private final Seal seal;

  Keyed(Slot slot, Seal seal) {
    this.slot = slot;
    this.seal = seal;
  }

  Slot slot() {
    return slot;
  }

  Seal seal() {
    return seal;
  }
}
