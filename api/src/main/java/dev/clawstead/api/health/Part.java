package dev.clawstead.api.health;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Something this process needs, and whether it is there. */
public record Part(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String name,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            allowableValues = {"up", "down"})
        String status,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            types = {"string", "null"})
        @Nullable String detail) {

  static final String UP = "up";
  static final String DOWN = "down";

  boolean isUp() {
    return status.equals(UP);
  }
}
