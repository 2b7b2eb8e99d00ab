package dev.clawstead.domain;

/** How an event on an instance's timeline reads at a glance. */
public enum EventLevel implements Word {
  INFO,
  GOOD,
  WARN,
  BAD
}
