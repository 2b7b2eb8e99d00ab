package dev.clawstead.api.model;

import dev.clawstead.api.caps.Amount;
import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.db.spending.CapAmount;
import dev.clawstead.db.spending.Caps.OwnCap;
import dev.clawstead.domain.CapPeriod;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a key may spend in a UTC day or month. */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record KeyCap(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            implementation = String.class,
            allowableValues = {"day", "month"})
        @Nullable String period,
    @Schema(
            types = {"integer", "null"},
            format = "int64",
            minimum = "0",
            maximum = Amount.LARGEST)
        @Nullable Long micros,
    @Schema(
            types = {"integer", "null"},
            format = "int64",
            minimum = "0",
            maximum = Amount.LARGEST)
        @Nullable Long tokens) {

  static KeyCap of(OwnCap cap) {
    return new KeyCap(cap.period().word(), cap.amount().micros(), cap.amount().tokens());
  }

  void check(FieldErrors errors) {
    if (period == null) {
      errors.add("cap.period", "is missing");
    }
    var _ = errors.word("cap.period", period, CapPeriod.class);
    var _ = Amount.check(errors, "cap", new Amount(micros, tokens));
    if (checkedAmount().isNone()) {
      errors.add("cap.micros", "or cap.tokens must say how much");
    }
  }

  CapPeriod checkedPeriod() {
    return CapPeriod.DAY.word().equals(period) ? CapPeriod.DAY : CapPeriod.MONTH;
  }

  CapAmount checkedAmount() {
    return new CapAmount(micros, tokens);
  }
}
