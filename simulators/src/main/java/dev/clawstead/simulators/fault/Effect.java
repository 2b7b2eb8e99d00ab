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
  /** Promises the whole body and sends half of it. */
  CUT("cut"),
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
