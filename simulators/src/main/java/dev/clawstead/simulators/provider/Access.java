package dev.clawstead.simulators.provider;

import dev.clawstead.simulators.http.Request;

/**
 * Whose key a request carries: {@code Authorization: Bearer}, and for Anthropic {@code x-api-key}
 * or, as its own client sends it since version 2, a bearer too.
 */
final class Access {

  private static final String BEARER = "Bearer ";

  private Access() {}

  /** The key as it was sent; empty without one. */
  static String key(Vendor vendor, Request request) {
    String xApiKey = request.header("x-api-key").orElse("");
    if (vendor == Vendor.ANTHROPIC && !xApiKey.isEmpty()) {
      return xApiKey;
    }
    String given = request.header("authorization").orElse("");
    return given.startsWith(BEARER) ? given.substring(BEARER.length()).strip() : "";
  }

  /** The key, if it is a good one. */
  static String admitted(ProvidersSettings settings, Vendor vendor, Request request) {
    String key = key(vendor, request);
    if (key.isEmpty()) {
      throw ErrorForm.noKey(vendor);
    }
    if (!settings.letsIn(vendor, key)) {
      throw ErrorForm.badKey(vendor, key);
    }
    if (vendor == Vendor.ANTHROPIC && request.header("anthropic-version").orElse("").isEmpty()) {
      throw new ProviderError(400, null, null, "anthropic-version: header is required");
    }
    return key;
  }
}
