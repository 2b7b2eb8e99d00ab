package dev.clawstead.db.effect;

import java.util.UUID;
import java.util.function.Function;

/**
 * What is to exist outside, and for which row of ours. The outside name may derive from the ledger
 * row's id. {@code place} is where the object lies: a node's id, or empty for a provider account.
 */
public record Intent(
    String provider,
    String kind,
    String ownerKind,
    String ownerId,
    String place,
    Function<UUID, String> name) {}
