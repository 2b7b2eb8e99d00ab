package dev.clawstead.domain;

/** Why an instance may not run, be reached or spend; a permit with no hold is open. */
public enum Hold implements Word {
  UNPAID,
  FENCED,
  OWNER,
  ABUSE,
  DELETING
}
