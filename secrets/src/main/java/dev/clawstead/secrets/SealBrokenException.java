package dev.clawstead.secrets;

/** A sealed secret that does not open: another platform secret, another owner, or changed bytes. */
public final class SealBrokenException extends Exception {

  private static final long serialVersionUID = 1L;

  SealBrokenException(String message, Throwable cause) {
    super(message, cause);
  }
}
