package dev.clawstead.domain;

/** What an owner wants to happen when an agent comes to its cap. */
public enum CapChoice implements Word {
  /** Calls are refused until the cap begins anew. */
  STOP,
  /** From four fifths of the cap on, calls go to a cheaper model; at the cap they are refused. */
  CHEAPER,
  /** Calls are refused, and the owner gets a link that raises the cap for the month. */
  ASK
}
