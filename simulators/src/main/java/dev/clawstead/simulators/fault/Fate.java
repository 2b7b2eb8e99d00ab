package dev.clawstead.simulators.fault;

/** What is to become of the actions that one request starts. */
public enum Fate {
  SUCCEEDS,
  STAYS_RUNNING,
  FAILS_BEFORE_THE_WORK,
  FAILS_AFTER_THE_WORK
}
