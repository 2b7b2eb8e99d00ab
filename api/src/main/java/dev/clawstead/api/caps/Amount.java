package dev.clawstead.api.caps;

import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.db.spending.CapAmount;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How much may be spent, in money, in tokens, or in both; null bounds nothing. */
@Schema(
    name = "CapAmount",
    types = {"object", "null"},
    additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record Amount(
    @Schema(
            types = {"integer", "null"},
            format = "int64",
            minimum = "0",
            maximum = Amount.LARGEST,
            description = "Micros of a US dollar")
        @Nullable Long micros,
    @Schema(
            types = {"integer", "null"},
            format = "int64",
            minimum = "0",
            maximum = Amount.LARGEST,
            description = "Rated tokens")
        @Nullable Long tokens) {

  /** More than anybody spends, in either unit. */
  public static final String LARGEST = "1000000000000000";

  private static final long MAX = Long.parseLong(LARGEST);

  /** The amount as it is kept; what is wrong with it is said under the field's name. */
  public static CapAmount check(FieldErrors errors, String field, @Nullable Amount amount) {
    if (amount == null) {
      return CapAmount.NONE;
    }
    String prefix = field.isEmpty() ? "" : field + ".";
    check(errors, prefix + "micros", amount.micros);
    check(errors, prefix + "tokens", amount.tokens);
    return new CapAmount(amount.micros, amount.tokens);
  }

  private static void check(FieldErrors errors, String field, @Nullable Long number) {
    if (number != null && (number < 0 || number > MAX)) {
      errors.add(field, "must be from 0 to " + MAX);
    }
  }
}
