package dev.clawstead.simulators.machine;

/** Whether a machine runs. */
public enum Power {
  ON,
  OFF
}
