package dev.clawstead.domain;

/** How an attempt at a provider ended. */
public enum AttemptOutcome implements Word {
  /** The provider answered to the end. */
  DONE,
  /** The provider refused, failed or never answered; nothing reached the client. */
  FAILED,
  /** The answer broke off in the middle: the provider's doing or ours. */
  CUT,
  /** The client went away before the end. */
  HUNG_UP
}
