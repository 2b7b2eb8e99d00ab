package dev.clawstead.domain;

/** What a model call is for: those that nobody waits for stand behind the others. */
public enum CallKind implements Word {
  PERSON,
  /** Heartbeats, scheduled runs and what agents do in their sleep. */
  BACKGROUND
}
