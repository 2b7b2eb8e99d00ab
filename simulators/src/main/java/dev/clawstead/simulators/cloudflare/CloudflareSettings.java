package dev.clawstead.simulators.cloudflare;

/** The token that is let in, the zone that is there from the start, and the request limit. */
public record CloudflareSettings(String token, String zone, int requestsPerFiveMinutes) {}
