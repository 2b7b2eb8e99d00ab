package dev.clawstead.api.problem;

import java.util.Locale;

/** The kinds of problems; each has one status and one title. */
public enum Kind {
  MALFORMED(400, "The request cannot be read"),
  UNAUTHENTICATED(401, "You are not signed in"),
  CSRF(403, "The request does not prove that it comes from you"),
  NOT_FOUND(404, "There is no such thing"),
  METHOD_NOT_ALLOWED(405, "That cannot be done here"),
  NOT_ACCEPTABLE(406, "There is no such form of the answer"),
  CONFLICT(409, "That does not go together with what is there"),
  TOO_LARGE(413, "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body must be JSON"),
  INVALID(422, "Something in the request must be changed"),
  KEY_REUSED(422, "The Idempotency-Key was used for another request"),
  TOO_MANY(429, "That was too often"),
  BROKEN(500, "Something went wrong on our side"),
  UNAVAILABLE(503, "We cannot do that right now");

  private final int status;
  private final String title;

  Kind(int status, String title) {
    this.status = status;
    this.title = title;
  }

  public int status() {
    return status;
  }

  String title() {
    return title;
  }

  String type() {
    return "urn:clawstead:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
