package dev.clawstead.secrets;

/** A certificate signing request that cannot be read, or whose key did not sign it. */
public final class BadSigningRequestException extends Exception {

  private static final long serialVersionUID = 1L;

  BadSigningRequestException(String message, Throwable cause) {
    super(message, cause);
  }

  BadSigningRequestException(String message) {
    super(message);
  }
}
