package dev.clawstead.db.fleet;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the ledger. */
public record FleetEffect(
    UUID id,
    String kind,
    String provider,
    String name,
    @Nullable String externalId,
    String state,
    String ownerKind,
    String ownerId,
    int attempts,
    @Nullable String error,
    Instant createdAt,
    Instant updatedAt) {}
