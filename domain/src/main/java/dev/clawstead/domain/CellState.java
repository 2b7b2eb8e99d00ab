package dev.clawstead.domain;

/** Where a cell is in its life. */
public enum CellState implements Word {
  CREATING,
  WARM,
  CLAIMED,
  STOPPED,
  QUARANTINED,
  DELETING,
  DELETED
}
