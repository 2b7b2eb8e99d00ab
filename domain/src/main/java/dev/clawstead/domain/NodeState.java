package dev.clawstead.domain;

/** Where a node is in its life. */
public enum NodeState implements Word {
  ORDERED,
  ENROLLING,
  READY,
  FAILED,
  DELETING,
  DELETED
}
