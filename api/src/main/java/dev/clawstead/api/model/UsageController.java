package dev.clawstead.api.model;

import dev.clawstead.api.instance.InstanceActions;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.Database;
import dev.clawstead.db.instance.Instance;
import dev.clawstead.db.spending.Usage;
import dev.clawstead.domain.Spend;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What an agent has used of models this month, and what is left. */
@Tag(name = "models")
@RestController
class UsageController {

  private final InstanceActions instances;
  private final Usage usage;
  private final Clock clock;

  UsageController(InstanceActions instances, Database database, Clock clock) {
    this.instances = instances;
    this.usage = new Usage(database.sql());
    this.clock = clock;
  }

  @Operation(
      summary = "What an agent used of models this month, by day and model",
      description =
          "Days and months are those of UTC; money is in micros of a US dollar. Of rated tokens a"
              + " cached one counts as much less as it costs less.",
      operationId = "getUsage")
  @GetMapping("/api/v1/instances/{id}/usage")
  UsageView get(Caller caller, @PathVariable UUID id) {
    Instance instance = instances.find(caller, id);
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return new UsageView(
        usage.limits(instance.id(), today).stream()
            .map(limit -> LimitView.of(limit, today))
            .toList(),
        usage.lines(instance.id(), today.withDayOfMonth(1), today.plusDays(1)).stream()
            .map(LineView::of)
            .toList());
  }

  /** The caps that bound an agent, and what it used. */
  record UsageView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<LimitView> limits,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<LineView> lines) {}

  /** A bound of the account or of the agent alone; null where there is none. */
  record LimitView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String scope,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String period,
      @Schema(types = {"integer", "null"}) @Nullable Long capMicros,
      @Schema(types = {"integer", "null"}) @Nullable Long capTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long spentMicros,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long spentTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) LocalDate resets) {

    static LimitView of(Usage.Limit limit, LocalDate today) {
      return new LimitView(
          limit.scope(),
          limit.period().word(),
          limit.cap().micros() == Spend.UNBOUNDED.micros() ? null : limit.cap().micros(),
          limit.cap().tokens() == Spend.UNBOUNDED.tokens() ? null : limit.cap().tokens(),
          limit.spent().micros(),
          limit.spent().tokens(),
          limit.period().resets(today));
    }
  }

  /** What was used of one model on one day. */
  record LineView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) LocalDate day,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String alias,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String provider,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String model,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String kind,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int attempts,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long inputTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long cachedTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long cacheWriteTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long outputTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long ratedTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long micros) {

    static LineView of(Usage.Line line) {
      return new LineView(
          line.day(),
          line.alias(),
          line.provider(),
          line.model(),
          line.kind(),
          line.attempts(),
          line.tokens().input(),
          line.tokens().cached(),
          line.tokens().cacheWrite(),
          line.tokens().output(),
          line.spend().tokens(),
          line.spend().micros());
    }
  }
}
