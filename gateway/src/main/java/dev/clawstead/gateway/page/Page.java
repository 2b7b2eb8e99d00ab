package dev.clawstead.gateway.page;

import org.jspecify.annotations.Nullable;

/** Everything the gateway itself has to say. */
public enum Page {
  UNKNOWN(404, "No agent lives here", "This address is not in use. Check it for a typing error."),
  RESERVED(404, "Nothing is here", "Paths under /.clawstead/ belong to Clawstead."),
  METHOD(405, "This cannot be done here", "Use GET for this address."),
  NO_ACCESS(
      401,
      "This agent is private",
      "Only its owner may open it. Sign in to the console and choose Open, or send the agent's"
          + " access token as a bearer token."),
  OTHER_SITE(
      403,
      "Asked for by another site",
      "A page of another site tried to use your access to this agent."),
  HELD(403, "This agent is on hold", "The console says why, and what to do about it."),
  STARTING(503, "The agent is starting", "It will be here in a moment.", 2, true),
  FAILED(503, "The agent does not run", "The console says what happened.", 30, false),
  GONE(410, "This agent was deleted", "Its address will not be given out again."),
  NOT_ANSWERING(
      502,
      "The agent is not answering",
      "It may just be starting again. Please try again in a moment.",
      5,
      true),
  BUSY(503, "Too much at once", "Too many requests of this agent are open already.", 1, false),
  NOT_READY(503, "Not ready yet", "The gateway is still loading its table of agents.", 1, true),
  TICKET_VOID(
      403,
      "This link was used or has expired",
      "A link from the console opens an agent once, within a minute. Choose Open there again."),
  TICKET_UNCHECKED(
      503, "The link cannot be checked", "Please choose Open in the console again.", 5, false),
  WRONG_HOST(421, "Not served here", "No agent has this host name."),
  NOT_FOUND(404, "Not found", "The gateway's own address has /healthz and /readyz."),
  BAD_REQUEST(400, "Bad request", "The request is not well-formed HTTP."),
  URI_TOO_LONG(414, "Address too long", "The request's address is too long."),
  HEADERS_TOO_LARGE(431, "Headers too large", "The request's headers are too large."),
  BODY_TOO_LARGE(413, "Body too large", "The request's body is too large."),
  TOO_SLOW(408, "Too slow", "The request did not arrive in time."),
  NOT_IMPLEMENTED(501, "Not implemented", "This transfer coding or method is not supported.");

  private final int status;
  private final String title;
  private final String detail;
  private final int retrySeconds;
  private final boolean refreshes;

  Page(int status, String title, String detail) {
    this(status, title, detail, 0, false);
  }

  Page(int status, String title, String detail, int retrySeconds, boolean refreshes) {
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.retrySeconds = retrySeconds;
    this.refreshes = refreshes;
  }

  public int status() {
    return status;
  }

  String title() {
    return title;
  }

  String detail() {
    return detail;
  }

  /** When to come back, or null when waiting does not help. */
  @Nullable Integer retrySeconds() {
    return retrySeconds == 0 ? null : retrySeconds;
  }

  /** Whether the page looks again by itself. */
  boolean refreshes() {
    return refreshes;
  }

  /** Whether the console is where to go on from here. */
  boolean leadsToConsole() {
    return switch (this) {
      case NO_ACCESS, HELD, FAILED, GONE, TICKET_VOID, TICKET_UNCHECKED, STARTING -> true;
      default -> false;
    };
  }

  /** The problem's name in its type. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
