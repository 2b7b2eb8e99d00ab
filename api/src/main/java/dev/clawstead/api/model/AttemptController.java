package dev.clawstead.api.model;

import dev.clawstead.api.instance.InstanceActions;
import dev.clawstead.api.page.Page;
import dev.clawstead.api.page.PageRequest;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.Database;
import dev.clawstead.db.instance.Instance;
import dev.clawstead.db.usage.AttemptLog;
import dev.clawstead.db.usage.AttemptLog.Logged;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The single calls of an agent, with what they cost and what came of them. */
@Tag(name = "models")
@RestController
class AttemptController {

  private final InstanceActions instances;
  private final AttemptLog attempts;

  AttemptController(InstanceActions instances, Database database) {
    this.instances = instances;
    this.attempts = new AttemptLog(database.sql());
  }

  @Operation(
      summary = "An agent's attempts at models, newest first",
      description =
          "Every attempt is one, retries and fallbacks too. Content is kept only while its owner"
              + " wishes it.",
      operationId = "listAttempts")
  @GetMapping("/api/v1/instances/{id}/attempts")
  Page<AttemptView> list(Caller caller, @PathVariable UUID id, PageRequest page) {
    Instance instance = instances.find(caller, id);
    return Page.of(
        attempts.list(instance.id(), page.afterId(), page.rows()),
        page,
        attempt -> attempt.id().toString(),
        AttemptView::of);
  }

  /** One attempt; {@code firstByteMicros} and {@code totalMicros} are microseconds. */
  record AttemptView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) UUID id,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant at,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String alias,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String provider,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String model,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String kind,
      @Schema(
              description = "Whether it was made with a provider key of your own, at no charge",
              requiredMode = Schema.RequiredMode.REQUIRED)
          boolean ownKey,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String outcome,
      @Schema(types = {"integer", "null"}) @Nullable Integer status,
      @Schema(types = {"string", "null"}) @Nullable String problem,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) boolean estimated,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long inputTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long cachedTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long cacheWriteTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long outputTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long reasoningTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long ratedTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long micros,
      @Schema(types = {"integer", "null"}) @Nullable Long firstByteMicros,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long totalMicros,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String requestId,
      @Schema(
              description = "Whether what was said in its call is there to be read",
              requiredMode = Schema.RequiredMode.REQUIRED)
          boolean content) {

    static AttemptView of(Logged attempt) {
      return new AttemptView(
          attempt.id(),
          attempt.at(),
          attempt.sold().alias(),
          attempt.sold().provider(),
          attempt.sold().model(),
          attempt.kind(),
          attempt.ownKey(),
          attempt.ending().outcome(),
          attempt.ending().status(),
          attempt.ending().problem(),
          attempt.ending().estimated(),
          attempt.tokens().input(),
          attempt.tokens().cached(),
          attempt.tokens().cacheWrite(),
          attempt.tokens().output(),
          attempt.reasoning(),
          attempt.spend().tokens(),
          attempt.spend().micros(),
          attempt.ending().firstByteMicros(),
          attempt.ending().totalMicros(),
          attempt.requestId(),
          attempt.content());
    }
  }
}
