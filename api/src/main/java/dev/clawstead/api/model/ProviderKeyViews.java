package dev.clawstead.api.model;

import dev.clawstead.db.catalogue.ProviderKeys.ListedKey;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys at providers as the API takes and shows them, a customer's like the platform's. */
final class ProviderKeyViews {

  private ProviderKeyViews() {}

  /**
   * A key, the provider that gave it, and its share of the calls beside others of that provider.
   */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record NewProviderKey(
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              pattern = "^[a-z][a-z0-9-]{0,30}$",
              description = "One of the providers that GET /api/v1/models names")
          @Nullable String provider,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              minLength = 1,
              maxLength = 60,
              pattern = dev.clawstead.api.instance.NewAgent.NAME_FORM)
          @Nullable String name,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              minLength = 8,
              maxLength = 500,
              pattern = "^[!-~]+$")
          @Nullable String key,
      @Schema(
              types = {"integer", "null"},
              minimum = "1",
              maximum = "100",
              description = "1 when it is left out")
          @Nullable Integer weight) {

    /** It is never printed. */
    @Override
    public String toString() {
      return "NewProviderKey[" + provider + "]";
    }
  }

  /** A key without itself. */
  record ProviderKeyView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) UUID id,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String provider,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String name,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "The key's last letters")
          String hint,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int weight,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              allowableValues = {"good", "refused"})
          String state,
      @Schema(
              types = {"string", "null"},
              description = "What the provider said")
          @Nullable String problem,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant createdAt) {

    static ProviderKeyView of(ListedKey key) {
      return new ProviderKeyView(
          key.id(),
          key.provider(),
          key.name(),
          key.hint(),
          key.weight(),
          key.state(),
          key.problem(),
          key.created());
    }
  }
}
