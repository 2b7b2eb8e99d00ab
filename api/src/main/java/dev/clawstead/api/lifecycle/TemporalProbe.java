package dev.clawstead.api.lifecycle;

/** One look at Temporal; fails if it does not answer within a second. */
@FunctionalInterface
public interface TemporalProbe {
  void look();
}
