package dev.clawstead.simulators.cloudflare;

import dev.clawstead.simulators.http.Answer;

/** A refusal in Cloudflare's words. */
final class CloudflareError extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final int code;

  CloudflareError(int status, int code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static CloudflareError invalid(int code, String message) {
    return new CloudflareError(400, code, message);
  }

  Answer answer() {
    return Envelope.error(status, code, String.valueOf(getMessage()));
  }
}
