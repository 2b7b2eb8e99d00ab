package dev.clawstead.api.ops;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of the operator's lists. */
final class FleetViews {

  private FleetViews() {}

  /** A node. */
  record NodeView(
      UUID id,
      String name,
      String region,
      String state,
      @Schema(types = {"string", "null"}) @Nullable String serverType,
      @Schema(types = {"string", "null"}) @Nullable String address,
      CellCounts cells,
      @Schema(types = {"integer", "null"}) @Nullable Long memoryMb,
      long committedMb,
      @Schema(
              types = {"string", "null"},
              format = "date-time")
          @Nullable Instant enrolledAt,
      Instant createdAt,
      @Schema(types = {"string", "null"}) @Nullable String problem,
      @Schema(types = {"string", "null"}) @Nullable String workflowUrl) {}

  /** How many cells a node holds. */
  record CellCounts(int warm, int claimed, int other) {}

  /** A pool. */
  record PoolView(
      String region,
      String size,
      String image,
      int target,
      int warm,
      int creating,
      int quarantined,
      boolean paused,
      @Schema(types = {"string", "null"}) @Nullable String workflowUrl) {}

  /** An order. */
  record OrderView(
      UUID id,
      String accountEmail,
      String agentName,
      String plan,
      String region,
      String state,
      int attempts,
      @Schema(types = {"string", "null"}) @Nullable String problem,
      Instant createdAt,
      Instant updatedAt,
      @Schema(types = {"string", "null"}) @Nullable String workflowUrl) {}

  /** An instance, without what opens it. */
  record FleetInstanceView(
      UUID id,
      String name,
      String plan,
      String region,
      String image,
      String state,
      @Schema(types = {"string", "null"}) @Nullable String url,
      @Schema(
              types = {"string", "null"},
              format = "date-time")
          @Nullable Instant eta,
      @Schema(types = {"string", "null"}) @Nullable String problem,
      Instant createdAt,
      String accountEmail,
      @Schema(
              types = {"string", "null"},
              format = "uuid")
          @Nullable UUID node,
      @Schema(
              types = {"string", "null"},
              format = "uuid")
          @Nullable UUID cell,
      @Schema(types = {"string", "null"}) @Nullable String workflowUrl) {}

  /** A row of the ledger. */
  record EffectView(
      UUID id,
      String kind,
      String provider,
      String name,
      @Schema(types = {"string", "null"}) @Nullable String externalId,
      String state,
      String ownerKind,
      String ownerId,
      int attempts,
      @Schema(types = {"string", "null"}) @Nullable String error,
      Instant createdAt,
      Instant updatedAt) {}

  /** How the control plane is. */
  record StatusView(
      boolean ready,
      List<dev.clawstead.api.health.Part> parts,
      @Schema(types = {"string", "null"}) @Nullable String temporalUiUrl) {}
}
