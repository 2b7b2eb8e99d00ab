package dev.clawstead.api.instance;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An agent as its owner sees it; it has an address as soon as it has a cell. */
public record InstanceView(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) UUID id,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String name,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String plan,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String region,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String image,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            allowableValues = {
              "queued",
              "starting",
              "running",
              "restarting",
              "failed",
              "deleting",
              "deleted"
            })
        String state,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            types = {"string", "null"})
        @Nullable String url,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            types = {"string", "null"})
        @Nullable String accessToken,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            types = {"string", "null"},
            format = "date-time")
        @Nullable Instant eta,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            types = {"string", "null"})
        @Nullable String problem,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant createdAt) {}
