package dev.clawstead.api.model;

import dev.clawstead.db.catalogue.Catalogue;
import dev.clawstead.domain.Plan;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole catalogue as operators read and write it: who sells, what of which size at what prices
 * (micros of a US dollar for a million tokens), and the chains behind the names.
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record CatalogueForm(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable List<@Nullable Seller> providers,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable List<@Nullable Sold> models,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable List<@Nullable Alias> aliases) {

  static final String NAME = "^[a-z][a-z0-9-]{0,30}$";
  static final String ALIAS = "^[a-z0-9][a-z0-9._-]{0,62}$";
  static final String BASE = "^https?://[^ ]+[^ /]$";
  static final String MODEL = "^[!-~]{1,100}$";

  /** The catalogue without what is switched off. */
  static CatalogueForm of(Catalogue catalogue) {
    List<@Nullable Seller> sellers = new ArrayList<>();
    catalogue.providers().stream()
        .filter(Catalogue.ModelProvider::enabled)
        .forEach(p -> sellers.add(new Seller(p.name(), p.protocol().word(), p.base().toString())));
    List<@Nullable Sold> sold = new ArrayList<>();
    catalogue.models().forEach(m -> sold.add(Sold.of(m)));
    Map<AliasKey, List<@Nullable ChainLink>> chains = new LinkedHashMap<>();
    catalogue
        .links()
        .forEach(
            l ->
                chains
                    .computeIfAbsent(new AliasKey(l.alias(), l.plan()), k -> new ArrayList<>())
                    .add(
                        new ChainLink(
                            l.place(), l.model().provider(), l.model().model(), l.weight())));
    List<@Nullable Alias> aliases = new ArrayList<>();
    chains.forEach(
        (key, links) ->
            aliases.add(new Alias(key.alias, key.plan == null ? null : key.plan.word(), links)));
    return new CatalogueForm(sellers, sold, aliases);
  }

  private record AliasKey(String alias, @Nullable Plan plan) {}

  /** Who sells; {@code baseUrl} is what comes before {@code /chat/completions} or the like. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record Seller(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, pattern = NAME) @Nullable String name,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              allowableValues = {"openai", "anthropic"})
          @Nullable String protocol,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, pattern = BASE, maxLength = 500)
          @Nullable String baseUrl) {}

  /** What is sold, of what size. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record Sold(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, pattern = NAME)
          @Nullable String provider,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, pattern = MODEL) @Nullable String model,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "1", maximum = "100000000")
          @Nullable Integer contextTokens,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              minimum = "0",
              maximum = "100000000",
              description = "0 for a model that generates nothing")
          @Nullable Integer outputTokensMax,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable List<@Nullable Dated> prices) {

    static Sold of(Catalogue.Model model) {
      List<@Nullable Dated> prices = new ArrayList<>();
      model
          .prices()
          .forEach(
              one ->
                  prices.add(
                      new Dated(
                          one.since(),
                          one.price().input(),
                          one.price().cachedInput(),
                          one.price().cacheWrite(),
                          one.price().output())));
      return new Sold(
          model.id().provider(), model.id().model(), model.contextMax(), model.outputMax(), prices);
    }
  }

  /** What it costs from a moment on. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record Dated(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Instant since,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "0", maximum = "1000000000000")
          @Nullable Long input,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "0", maximum = "1000000000000")
          @Nullable Long cachedInput,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "0", maximum = "1000000000000")
          @Nullable Long cacheWrite,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "0", maximum = "1000000000000")
          @Nullable Long output) {}

  /** A name and its chain, for one plan or for all. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record Alias(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, pattern = ALIAS) @Nullable String alias,
      @Schema(
              types = {"string", "null"},
              description =
                  "free, pro, business or enterprise; null for every plan without its own")
          @Nullable String plan,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable List<@Nullable ChainLink> links) {}

  /** One link of a chain. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record ChainLink(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "1", maximum = "20")
          @Nullable Integer place,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, pattern = NAME)
          @Nullable String provider,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, pattern = MODEL) @Nullable String model,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "1", maximum = "100")
          @Nullable Integer weight) {}
}
