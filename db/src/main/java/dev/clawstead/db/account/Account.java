package dev.clawstead.db.account;

import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Role;
import java.time.Instant;
import java.util.UUID;

/** Somebody who signs in. */
public record Account(UUID id, String email, Plan plan, Role role, Instant createdAt) {}
