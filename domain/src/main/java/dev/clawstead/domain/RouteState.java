package dev.clawstead.domain;

/** What the gateway does with a request for an address. */
public enum RouteState implements Word {
  WARM,
  OPEN,
  STARTING,
  FAILED,
  GONE
}
