package dev.clawstead.api.model;

import dev.clawstead.api.session.Operator;
import dev.clawstead.db.Database;
import dev.clawstead.db.usage.Days;
import dev.clawstead.db.usage.ProviderFigures;
import dev.clawstead.db.usage.ProviderFigures.Customers;
import dev.clawstead.db.usage.ProviderFigures.Figures;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How the providers do, and what is left of what customers pay. */
@Tag(name = "operator")
@RestController
class OpsUsageController {

  private static final long MICROS_PER_CENT = 10_000;

  private final ProviderFigures figures;
  private final Clock clock;

  OpsUsageController(Database database, Clock clock) {
    this.figures = new ProviderFigures(database.sql());
    this.clock = clock;
  }

  @Operation(
      summary = "All agents' use of models, by provider and model",
      description =
          "Fallbacks are attempts at a call of which an earlier attempt had failed. Sold is what"
              + " the customers' plans cost for these days, a month's price spread evenly over its"
              + " days; cost is what the platform's own keys were used for. Calls with customers'"
              + " keys are in neither.",
      operationId = "opsUsage")
  @GetMapping("/api/v1/ops/usage")
  OpsUsageView get(
      Operator operator,
      @RequestParam(required = false) @Nullable LocalDate from,
      @RequestParam(required = false) @Nullable LocalDate until) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Days days = DayRange.of(from, until, today);
    return new OpsUsageView(
        figures.of(days).stream().map(ProviderView::of).toList(),
        new MarginView(sold(days), figures.costMicros(days)));
  }

  private long sold(Days days) {
    List<Customers> customers = figures.customers(days);
    long micros = 0;
    for (LocalDate day = days.from(); day.isBefore(days.until()); day = day.plusDays(1)) {
      LocalDate on = day;
      long cents =
          customers.stream()
              .filter(some -> !some.since().isAfter(on))
              .mapToLong(some -> (long) some.count() * some.plan().priceCents())
              .sum();
      micros += cents * MICROS_PER_CENT / day.lengthOfMonth();
    }
    return micros;
  }

  /** Providers, and the margin. */
  record OpsUsageView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<ProviderView> providers,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) MarginView margin) {}

  /** What customers pay, and what it costs. */
  record MarginView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long soldMicros,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long costMicros) {}

  /** How one provider's model did; the first byte's times are in microseconds. */
  record ProviderView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String provider,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String model,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int attempts,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int failed,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int cut,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int fallbacks,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long ratedTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long micros,
      @Schema(types = {"integer", "null"}) @Nullable Long firstByteMicrosP50,
      @Schema(types = {"integer", "null"}) @Nullable Long firstByteMicrosP99) {

    static ProviderView of(Figures one) {
      return new ProviderView(
          one.provider(),
          one.model(),
          one.counts().attempts(),
          one.counts().failed(),
          one.counts().cut(),
          one.counts().fallbacks(),
          one.spend().tokens(),
          one.spend().micros(),
          one.firstByteMicrosP50(),
          one.firstByteMicrosP99());
    }
  }
}
