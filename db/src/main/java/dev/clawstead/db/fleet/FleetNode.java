package dev.clawstead.db.fleet;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A node with what it holds. */
public record FleetNode(
    UUID id,
    @Nullable String name,
    String region,
    String state,
    @Nullable String serverType,
    @Nullable String address,
    int warm,
    int claimed,
    int other,
    @Nullable Long memoryBytes,
    long committedBytes,
    @Nullable Instant enrolledAt,
    Instant createdAt,
    @Nullable String problem) {}
