package dev.clawstead.domain;

/** What the ledger knows about an object outside our database. */
public enum EffectState implements Word {
  INTENDED,
  UNRESOLVED,
  PRESENT,
  DELETING,
  ABSENT,
  FAILED
}
