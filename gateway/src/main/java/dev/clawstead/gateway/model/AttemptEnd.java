package dev.clawstead.gateway.model;

import dev.clawstead.gateway.protocol.Refusal;

/** How an attempt ended, for the call it belongs to. */
sealed interface AttemptEnd {

  /** The caller has an answer, whole or not. */
  record Answered() implements AttemptEnd {}

  /** Another offer may serve the call; {@code last} is what to say if there is none. */
  record TryNext(Refusal last) implements AttemptEnd {}

  /** The connection was stale; the same offer deserves a new one. */
  record TryAgain(Offer offer) implements AttemptEnd {}

  /** No other offer would do better. */
  record Refused(Refusal refusal) implements AttemptEnd {}
}
