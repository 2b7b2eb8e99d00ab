package dev.clawstead.api.model;

import dev.clawstead.api.instance.InstanceActions;
import dev.clawstead.api.model.UsageViews.AccountUsageView;
import dev.clawstead.api.model.UsageViews.ForecastView;
import dev.clawstead.api.model.UsageViews.LimitView;
import dev.clawstead.api.model.UsageViews.LineView;
import dev.clawstead.api.model.UsageViews.UsageView;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.Database;
import dev.clawstead.db.instance.Instance;
import dev.clawstead.db.spending.Usage;
import dev.clawstead.db.usage.Days;
import dev.clawstead.db.usage.UsageLines;
import dev.clawstead.domain.Forecast;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What agents have used of models, what is left, and where it leads. */
@Tag(name = "models")
@RestController
class UsageController {

  private static final String CSV = "text/csv";
  private static final String HOW =
      "Days and months are those of UTC; money is in micros of a US dollar. Of rated tokens a"
          + " cached one counts as much less as it costs less. Calls with a provider key of the"
          + " customer's own count in tokens and cost nothing. The lines come as CSV with Accept:"
          + " text/csv.";

  private final InstanceActions instances;
  private final Usage usage;
  private final UsageLines lines;
  private final Clock clock;

  UsageController(InstanceActions instances, Database database, Clock clock) {
    this.instances = instances;
    this.usage = new Usage(database.sql());
    this.lines = new UsageLines(database.sql());
    this.clock = clock;
  }

  @Operation(
      summary = "What an agent used of models, by day and model",
      description = HOW,
      operationId = "getUsage")
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = UsageView.class)),
        @Content(mediaType = CSV, schema = @Schema(type = "string"))
      })
  @GetMapping(
      path = "/api/v1/instances/{id}/usage",
      produces = {MediaType.APPLICATION_JSON_VALUE, CSV})
  UsageView get(
      Caller caller,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable LocalDate from,
      @RequestParam(required = false) @Nullable LocalDate until) {
    Instance instance = instances.find(caller, id);
    LocalDate today = today();
    Days days = DayRange.of(from, until, today);
    return new UsageView(
        usage.limits(instance.id(), today).stream().map(l -> LimitView.of(l, today)).toList(),
        lines.ofInstance(instance.id(), days).stream().map(LineView::of).toList(),
        ForecastView.of(Forecast.of(lines.dailyOfInstance(instance.id(), lookBack(today)), today)));
  }

  @Operation(
      summary = "What all your agents used of models, by day, agent and model",
      description = HOW,
      operationId = "getAccountUsage")
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = AccountUsageView.class)),
        @Content(mediaType = CSV, schema = @Schema(type = "string"))
      })
  @GetMapping(
      path = "/api/v1/usage",
      produces = {MediaType.APPLICATION_JSON_VALUE, CSV})
  AccountUsageView account(
      Caller caller,
      @RequestParam(required = false) @Nullable LocalDate from,
      @RequestParam(required = false) @Nullable LocalDate until) {
    UUID account = caller.accountId();
    LocalDate today = today();
    Days days = DayRange.of(from, until, today);
    return new AccountUsageView(
        lines.ofAccount(account, days).stream().map(LineView::of).toList(),
        ForecastView.of(Forecast.of(lines.dailyOfAccount(account, lookBack(today)), today)));
  }

  /** The days that the forecast looks at; those of this month are all among them. */
  private static Days lookBack(LocalDate today) {
    return new Days(today.minusDays(Forecast.LOOK_BACK_DAYS), today.plusDays(1));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
