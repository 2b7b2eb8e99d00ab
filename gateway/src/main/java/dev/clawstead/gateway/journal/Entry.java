package dev.clawstead.gateway.journal;

import dev.clawstead.db.spending.Attempt;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.TokenUse;
import java.util.UUID;

/** One record of the journal. */
sealed interface Entry {

  /** Whose record it is. */
  UUID id();

  /** The attempt is about to be made; its result says what it would be if nothing followed. */
  record Begun(Attempt attempt) implements Entry {
    @Override
    public UUID id() {
      return attempt.id();
    }
  }

  /** What is known so far of an attempt that goes on. */
  record Progress(UUID id, TokenUse use, Spend spend) implements Entry {}

  /** The attempt is over; holds all of it, so that it needs no other record. */
  record Ended(Attempt attempt) implements Entry {
    @Override
    public UUID id() {
      return attempt.id();
    }
  }
}
