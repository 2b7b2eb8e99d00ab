package dev.clawstead.gateway.translate;

/** A request that cannot be said in the provider's protocol without changing what it asks for. */
public final class Untranslatable extends Exception {

  private static final long serialVersionUID = 1L;
  private final String field;

  /** Says why in words of ours: nothing of the request's content may reach a log through it. */
  Untranslatable(String field, String why) {
    // Expected, and met once per call: a stack trace would be its whole cost.
    super(field + ": " + why, null, false, false);
    this.field = field;
  }

  /** Where in the request the reason is, for example {@code messages[3].content[0]}. */
  public String field() {
    return field;
  }
}
