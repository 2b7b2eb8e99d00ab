package dev.clawstead.domain;

/** Where an order is on its way to an answering agent. */
public enum OrderState implements Word {
  PLACED,
  QUEUED,
  SERVED,
  CANCELLED,
  FAILED
}
