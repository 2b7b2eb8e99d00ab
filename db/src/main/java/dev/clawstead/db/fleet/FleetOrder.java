package dev.clawstead.db.fleet;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order with whose it is. */
public record FleetOrder(
    UUID id,
    UUID account,
    String accountEmail,
    String agentName,
    String plan,
    String region,
    String size,
    String state,
    int attempts,
    @Nullable String problem,
    Instant createdAt,
    Instant updatedAt) {}
