package dev.clawstead.db.life;

import dev.clawstead.domain.Word;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an order has got: cell and address where there is one, an estimate where it waits, and how
 * many orders wait for the same room before it.
 */
public record Claim(
    Status status, @Nullable UUID cell, @Nullable String slug, @Nullable Instant eta, int ahead) {

  /** How an order stands. */
  public enum Status implements Word {
    /** The cell runs and the address is open. */
    OPEN,
    /** The cell still has to be built and started. */
    PLACED,
    /** No cell yet. */
    QUEUED,
    /** The order is cancelled, or its instance is deleting or deleted. */
    ENDED
  }

  static Claim open(UUID cell, String slug) {
    return new Claim(Status.OPEN, cell, slug, null, 0);
  }

  static Claim placed(UUID cell, String slug) {
    return new Claim(Status.PLACED, cell, slug, null, 0);
  }

  static Claim queued(Instant eta, int ahead) {
    return new Claim(Status.QUEUED, null, null, eta, ahead);
  }

  static Claim ended() {
    return new Claim(Status.ENDED, null, null, null, 0);
  }
}
