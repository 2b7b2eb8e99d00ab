package dev.clawstead.api.caps;

import dev.clawstead.db.spending.Bounds.Bound;
import dev.clawstead.db.spending.SpendingRules;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Caps as the API shows them. */
final class CapsViews {

  private CapsViews() {}

  static List<CapView> caps(List<Bound> bounds, LocalDate today) {
    return bounds.stream().map(bound -> CapView.of(bound, today)).toList();
  }

  /** One bound: the plan's, the account's or the agent's own. */
  record CapView(
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              allowableValues = {"account", "instance"})
          String scope,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              allowableValues = {"day", "month"})
          String period,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              allowableValues = {"plan", "owner"})
          String source,
      @Schema(types = {"integer", "null"}) @Nullable Long capMicros,
      @Schema(types = {"integer", "null"}) @Nullable Long capTokens,
      @Schema(
              types = {"integer", "null"},
              description = "What holds instead until the month ends")
          @Nullable Long raisedMicros,
      @Schema(types = {"integer", "null"}) @Nullable Long raisedTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long spentMicros,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long spentTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) LocalDate resets) {

    static CapView of(Bound bound, LocalDate today) {
      return new CapView(
          bound.scope().word(),
          bound.period().word(),
          bound.plan() ? "plan" : "owner",
          bound.cap().micros(),
          bound.cap().tokens(),
          bound.raised().micros(),
          bound.raised().tokens(),
          bound.spent().micros(),
          bound.spent().tokens(),
          bound.period().resets(today));
    }
  }

  /** What bounds an account. */
  record AccountCaps(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<CapView> caps) {}

  /** What bounds an agent, and what happens there. */
  record InstanceCaps(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<CapView> caps,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              allowableValues = {"stop", "cheaper", "ask"})
          String choice,
      @Schema(types = {"string", "null"}) @Nullable String cheaperAlias,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) boolean pauseOnAnomaly,
      @Schema(
              types = {"string", "null"},
              format = "date-time",
              description = "Calls are refused until then, since an hour cost far too much")
          @Nullable Instant pausedUntil) {

    static InstanceCaps of(List<CapView> caps, SpendingRules rules, Instant now) {
      Instant until = rules.pausedUntil();
      return new InstanceCaps(
          caps,
          rules.choice().word(),
          rules.cheaperAlias(),
          rules.pauseOnAnomaly(),
          until == null || !until.isAfter(now) ? null : until);
    }
  }
}
