package dev.clawstead.db.fleet;

import dev.clawstead.db.instance.Instance;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An instance with whose it is and where it lives. */
public record FleetInstance(
    Instance instance, String accountEmail, @Nullable UUID node, @Nullable UUID cell) {}
