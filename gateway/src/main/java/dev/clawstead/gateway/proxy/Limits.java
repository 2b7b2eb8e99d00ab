package dev.clawstead.gateway.proxy;

import java.time.Duration;

/** A limit on everything a client or a cell could otherwise make grow without end. */
public record Limits(Size size, Count count, Patience patience) {

  private static final int KIB = 1024;

  /** What production uses. */
  public static Limits standard() {
    return new Limits(
        new Size(8 * KIB, 32 * KIB, 4L * KIB * KIB * KIB),
        new Count(10_000, 512, 12_000),
        new Patience(
            Duration.ofSeconds(10),
            Duration.ofSeconds(75),
            Duration.ofSeconds(30),
            Duration.ofSeconds(120),
            Duration.ofSeconds(30)));
  }

  /** How large one request may be, in bytes. */
  public record Size(int uriMax, int headersMax, long bodyMax) {}

  /**
   * How many there may be.
   *
   * @param clientsMax open client connections
   * @param perAgentMax exchanges of one agent at work, streams included
   * @param idleAgentConnectionsMax connections to cells kept for later, all together
   */
  public record Count(int clientsMax, int perAgentMax, int idleAgentConnectionsMax) {}

  /**
   * How long is waited.
   *
   * @param firstRequest for a new connection's first complete request head
   * @param nextRequest for the next one on a kept connection
   * @param body for the next piece of a request's body
   * @param stalledClient for a client that does not take what it asked for
   * @param idleAgent how long a connection to a cell is kept for later
   */
  public record Patience(
      Duration firstRequest,
      Duration nextRequest,
      Duration body,
      Duration stalledClient,
      Duration idleAgent) {}
}
