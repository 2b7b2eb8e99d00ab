package dev.clawstead.simulators.fault;

import java.util.Locale;

/** What a fault does to the request it hits. */
public enum Effect {
  /** Answers with the rule's status and the vendor's error body. */
  STATUS("status"),
  /** Closes the connection without an answer. */
  LOST_ANSWER("lostAnswer"),
  /** Answers late. */
  SLOW("slow"),
  /** Promises the whole body and sends half of it; of a streamed one, so many chunks. */
  CUT("cut"),
  /** Stops for a while before the answer; in a streamed one, after so many chunks. */
  STALL("stall"),
  /** Sends half of the body as if it were whole; of a streamed one, of one chunk. */
  MALFORMED_CHUNK("malformedChunk"),
  /** Answers without saying what the call used up. */
  NO_USAGE("noUsage"),
  /** Answers 200 with a page that is no JSON. */
  GARBAGE("garbage"),
  /** Refuses as the vendor does when nothing is left. */
  OUT_OF_CAPACITY("outOfCapacity"),
  /** Accepts the request; its action stays running until the faults are cleared. */
  STUCK_ACTION("stuckAction"),
  /** Accepts the request; its action ends in an error. */
  FAIL_ACTION("failAction");

  private final String word;

  Effect(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /** Effects on what the work brings: without the work they would mean nothing. */
  boolean works() {
    return switch (this) {
      case SLOW, STUCK_ACTION, FAIL_ACTION, STALL, MALFORMED_CHUNK, NO_USAGE -> true;
      case STATUS, LOST_ANSWER, CUT, GARBAGE, OUT_OF_CAPACITY -> false;
    };
  }

  static Effect of(String word) {
    for (Effect effect : values()) {
      if (effect.word.equals(word)) {
        return effect;
      }
    }
    throw new IllegalArgumentException(
        String.format(Locale.ROOT, "effect '%s' is not known", word));
  }
}
