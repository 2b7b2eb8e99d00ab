package dev.clawstead.gateway.traffic;

import java.util.concurrent.CompletableFuture;

/** One call's wish to begin, and its place among those at work once it has begun. */
public final class Turn {

  private final Gate gate;
  private final Object key;
  private final boolean background;
  private final long since;
  private final CompletableFuture<Boolean> admitted = new CompletableFuture<>();
  private State state = State.WAITING;

  Turn(Gate gate, Object key, boolean background, long since) {
    this.gate = gate;
    this.key = key;
    this.background = background;
    this.since = since;
  }

  /** Where it stands; changed under its gate's lock only. */
  enum State {
    WAITING,
    AT_WORK,
    OVER
  }

  /** Completes with whether it may begin, or false when it would have had to wait too long. */
  public CompletableFuture<Boolean> admitted() {
    return admitted;
  }

  /** The call is over, or nobody waits for it any more. Only the first time counts. */
  public void leave() {
    gate.leave(this);
  }

  Object key() {
    return key;
  }

  boolean isBackground() {
    return background;
  }

  long since() {
    return since;
  }

  State state() {
    return state;
  }

  void state(State now) {
    state = now;
  }
}
