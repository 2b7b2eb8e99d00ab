package dev.clawstead.db.fleet;

/** A pool with its cells counted. */
public record FleetPool(
    String region,
    String size,
    String image,
    int target,
    boolean paused,
    int warm,
    int creating,
    int quarantined) {}
