package dev.clawstead.api.model;

import dev.clawstead.api.web.Csv;
import dev.clawstead.db.spending.Usage;
import dev.clawstead.db.usage.UsageLines.Line;
import dev.clawstead.domain.Spend;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Usage as people and programs read it. */
final class UsageViews {

  private static final List<String> NUMBERS =
      List.of(
          "alias",
          "provider",
          "model",
          "kind",
          "attempts",
          "inputTokens",
          "cachedTokens",
          "cacheWriteTokens",
          "outputTokens",
          "ratedTokens",
          "micros");

  private UsageViews() {}

  private static List<String> columns(String... first) {
    return java.util.stream.Stream.concat(Arrays.stream(first), NUMBERS.stream()).toList();
  }

  /** The caps that bound an agent, what it used, and where that leads. */
  record UsageView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<LimitView> limits,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<LineView> lines,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) ForecastView forecast)
      implements Csv {

    @Override
    public List<String> columns() {
      return UsageViews.columns("day");
    }

    @Override
    public List<List<@Nullable Object>> rows() {
      return lines.stream().map(line -> line.row()).toList();
    }
  }

  /** What an account's agents used, and where that leads. */
  record AccountUsageView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<LineView> lines,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) ForecastView forecast)
      implements Csv {

    @Override
    public List<String> columns() {
      return UsageViews.columns("day", "instanceId", "instanceName");
    }

    @Override
    public List<List<@Nullable Object>> rows() {
      return lines.stream().map(line -> line.row(line.instanceId, line.instanceName)).toList();
    }
  }

  /** What will have been spent at the end of this month. */
  @Schema(
      description =
          "This month's spend so far, plus the mean of the last seven days with calls (of the last"
              + " 30 days, without today) for each day that is left.")
  record ForecastView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long micros,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long tokens) {

    static ForecastView of(Spend spend) {
      return new ForecastView(spend.micros(), spend.tokens());
    }
  }

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

  /** What one agent used of one model on one day. */
  record LineView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) LocalDate day,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) UUID instanceId,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String instanceName,
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

    static LineView of(Line line) {
      return new LineView(
          line.day(),
          line.agent().id(),
          line.agent().name(),
          line.sold().alias(),
          line.sold().provider(),
          line.sold().model(),
          line.kind(),
          line.attempts(),
          line.tokens().input(),
          line.tokens().cached(),
          line.tokens().cacheWrite(),
          line.tokens().output(),
          line.spend().tokens(),
          line.spend().micros());
    }

    /** The day, then these, then what was used. */
    private List<@Nullable Object> row(Object... agent) {
      List<@Nullable Object> row = new ArrayList<>(List.of(day));
      row.addAll(List.of(agent));
      row.addAll(
          List.of(
              alias,
              provider,
              model,
              kind,
              attempts,
              inputTokens,
              cachedTokens,
              cacheWriteTokens,
              outputTokens,
              ratedTokens,
              micros));
      return row;
    }
  }
}
