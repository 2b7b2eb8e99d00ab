package dev.clawstead.gateway.protocol;

import org.jspecify.annotations.Nullable;

/** A request's body that cannot be served; the message is for whoever wrote it. */
public final class BadBodyException extends Exception {

  private static final long serialVersionUID = 1L;

  private final @Nullable String field;

  BadBodyException(@Nullable String field, String message) {
    super(message);
    this.field = field;
  }

  /** The field that is wrong, where it is one. */
  public @Nullable String field() {
    return field;
  }
}
