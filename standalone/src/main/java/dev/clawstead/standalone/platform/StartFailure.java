package dev.clawstead.standalone.platform;

/** A start that cannot succeed, with words for whoever asked for it. */
public final class StartFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** Says what happened and what to do. */
  public StartFailure(String message) {
    super(message);
  }
}
