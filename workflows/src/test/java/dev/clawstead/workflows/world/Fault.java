package dev.clawstead.workflows.world;

/** What goes wrong with one activity: when, how often, and whether a retry may help. */
public record Fault(String activity, When when, int times, boolean isFinal, String type) {

  /** {@code AFTER}: the effect happened, but its answer is lost. */
  public enum When {
    BEFORE,
    AFTER
  }

  public static Fault fatal(String activity, When when) {
    return new Fault(activity, when, 1, true, "Broken");
  }

  public static Fault passing(String activity, When when, int times) {
    return new Fault(activity, when, times, false, "Broken");
  }

  public static Fault lasting(String activity) {
    return new Fault(activity, When.BEFORE, Integer.MAX_VALUE, false, "Broken");
  }

  public Fault as(String type) {
    return new Fault(activity, when, times, isFinal, type);
  }
}
