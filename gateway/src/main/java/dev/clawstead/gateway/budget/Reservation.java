package dev.clawstead.gateway.budget;

import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.Spend;
import dev.clawstead.gateway.budget.Admission.Payer;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** Budget that is set aside for one call until it is settled. */
public final class Reservation {

  private final LeasedPurse purse;
  private final Spend amount;
  private final Instant at;
  private final AtomicBoolean settled = new AtomicBoolean();

  Reservation(LeasedPurse purse, Spend amount, Instant at) {
    this.purse = purse;
    this.amount = amount;
    this.at = at;
  }

  /** How much is set aside: what was wished for, or what was left. */
  public Spend amount() {
    return amount;
  }

  /** When; its UTC day is the day that pays. */
  public Instant at() {
    return at;
  }

  public Purse purse() {
    return purse.purse();
  }

  public Payer payer() {
    return purse.payer();
  }

  /** The call has cost this much, which may be nothing. Only the first settlement counts. */
  public void settle(Spend spent) {
    if (settled.compareAndSet(false, true)) {
      purse.settle(amount, spent);
    }
  }
}
