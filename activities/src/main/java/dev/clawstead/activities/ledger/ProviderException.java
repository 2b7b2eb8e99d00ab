package dev.clawstead.activities.ledger;

import io.temporal.failure.ApplicationFailure;

/** A provider's failure: what it says about the effect, and what the workflow gets to see. */
public final class ProviderException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Outcome outcome;
  private final transient ApplicationFailure failure;

  public ProviderException(Outcome outcome, ApplicationFailure failure) {
    super(failure.getOriginalMessage(), failure);
    this.outcome = outcome;
    this.failure = failure;
  }

  /** What is known about the effect. */
  public Outcome outcome() {
    return outcome;
  }

  /** What the activity fails with. */
  public ApplicationFailure failure() {
    return failure;
  }

  /** What an answer says about the object that was to be made or removed. */
  public enum Outcome {
    /** Nothing happened; asking again may help. */
    REFUSED,
    /** Nothing happened, and asking again does not help. */
    FINAL,
    /** Nobody knows: it may have happened, or still happen. */
    UNKNOWN,
    /** There is an object of this name already. */
    TAKEN,
    /** There is no such object. */
    GONE
  }
}
