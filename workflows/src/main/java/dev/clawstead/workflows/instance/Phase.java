package dev.clawstead.workflows.instance;

import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.Word;

/** What an instance's workflow is at. */
enum Phase implements Word {
  /** Nobody has claimed yet. */
  NEW(InstanceState.QUEUED),
  CLAIMING(InstanceState.QUEUED),
  /** Waits for a cell. */
  PLACING(InstanceState.QUEUED),
  /** Has a cell that must be built and started. */
  BUILDING(InstanceState.STARTING),
  RUNNING(InstanceState.RUNNING),
  /** Its cell stopped and is to run again. */
  STARTING(InstanceState.STARTING),
  RESTARTING(InstanceState.RESTARTING),
  /** Its cell went away with its node. */
  LOST(InstanceState.STARTING),
  FAILED(InstanceState.FAILED),
  CLOSING(InstanceState.DELETING);

  private final InstanceState state;

  Phase(InstanceState state) {
    this.state = state;
  }

  InstanceState state() {
    return state;
  }

  /** Whether nothing is left to do until somebody asks or something happens. */
  boolean rests() {
    return this == CLAIMING || this == RUNNING || this == FAILED;
  }
}
