package dev.clawstead.simulators.hetzner;

/** The token that is let in, and the limits of the project. */
public record HetznerSettings(String token, int requestsPerHour, int serversMax) {}
