package dev.clawstead.gateway.proxy;

/** What the gateway says of itself on its own address. */
public interface Health {

  /** Whether requests can be served, and the figures as JSON. */
  Report ready();

  /** A readiness report. */
  record Report(boolean serves, String json) {}
}
