package dev.clawstead.activities.cloudflare;

/** Cloudflare's answer to a call that it did not do; {@code code} is 0 where it gave none. */
final class CloudflareException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;

  CloudflareException(int status, int code, String message) {
    super("Cloudflare answered " + status + " " + code + ": " + message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }
}
