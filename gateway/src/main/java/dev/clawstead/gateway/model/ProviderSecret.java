package dev.clawstead.gateway.model;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A provider's key in the clear, and how it is doing. It is never printed.
 *
 * @param account whose it is; absent for the platform's own
 */
record ProviderSecret(
    UUID id,
    String provider,
    @Nullable UUID account,
    String name,
    String secret,
    int weight,
    Breaker breaker) {

  /** Whether a customer brought it, who pays the provider for what it is used for. */
  boolean isCustomers() {
    return account != null;
  }

  @Override
  public String toString() {
    return "ProviderSecret[" + id + " of " + provider + "]";
  }
}
