package dev.clawstead.api.health;

/** Goes once through code that a request would otherwise wait for; changes nothing. */
@FunctionalInterface
public interface WarmUp {

  /** {@code port} is where this process answers. */
  void run(int port);
}
