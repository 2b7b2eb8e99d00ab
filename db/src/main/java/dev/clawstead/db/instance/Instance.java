package dev.clawstead.db.instance;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An instance as its owner sees it; {@code eta} is set only while it waits. */
public record Instance(
    UUID id,
    UUID account,
    String name,
    String plan,
    String region,
    String size,
    String image,
    String state,
    @Nullable String slug,
    int accessVersion,
    @Nullable Instant eta,
    @Nullable String problem,
    Instant createdAt) {}
