package dev.clawstead.activities.hetzner;

/** Hetzner's answer to a call that it did not do. */
final class HetznerException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  HetznerException(int status, String code, String message) {
    super("Hetzner answered " + status + " " + code + ": " + message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
