package dev.clawstead.domain;

/** Where an order is on its way to an answering agent. */
public enum OrderState implements Word {
  PLACED,
  QUEUED,
  /** It has a running cell; its workflow has yet to take note. */
  CLAIMED,
  SERVED,
  CANCELLED,
  FAILED
}
