package dev.clawstead.api.model;

import dev.clawstead.db.catalogue.Catalogue;
import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Price;
import dev.clawstead.domain.Word;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file that a new installation's catalogue comes from: providers with a key each, models with
 * their prices (micros of a US dollar for a million tokens), and the chains behind the names.
 */
record ModelsFile(List<Seller> providers, List<Sold> models, List<Alias> aliases) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Reads it; fails with one line that says what is wrong. */
  static ModelsFile read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), ModelsFile.class);
    } catch (JacksonException e) {
      throw new IOException(file + " is no catalogue of models: " + e.getOriginalMessage(), e);
    }
  }

  Catalogue catalogue() {
    List<Catalogue.ModelProvider> sellers = new ArrayList<>();
    providers.forEach(
        p ->
            sellers.add(
                new Catalogue.ModelProvider(
                    p.name,
                    Word.of(ModelProtocol.class, p.protocol),
                    URI.create(p.baseUrl),
                    true)));
    List<Catalogue.Model> sold = new ArrayList<>();
    models.forEach(
        m ->
            sold.add(
                new Catalogue.Model(
                    new Catalogue.ModelId(m.provider, m.model),
                    m.contextTokens,
                    m.outputTokensMax,
                    m.prices.stream().map(Dated::price).toList())));
    List<Catalogue.Link> links = new ArrayList<>();
    for (Alias alias : aliases) {
      Plan plan = alias.plan == null ? null : Word.of(Plan.class, alias.plan);
      alias.links.forEach(
          l ->
              links.add(
                  new Catalogue.Link(
                      alias.alias,
                      plan,
                      l.place,
                      new Catalogue.ModelId(l.provider, l.model),
                      l.weight)));
    }
    return new Catalogue(sellers, sold, links);
  }

  /** The providers' keys, by provider. */
  Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    providers.forEach(p -> keys.put(p.name, p.key));
    return keys;
  }

  /** Who sells, where, and the key to buy with. */
  record Seller(String name, String protocol, String baseUrl, String key) {

    @Override
    public String toString() {
      return "Seller[" + name + "]";
    }
  }

  /** What is sold, of what size. */
  record Sold(
      String provider, String model, int contextTokens, int outputTokensMax, List<Dated> prices) {}

  /** What it costs from a moment on. */
  record Dated(Instant since, long input, long cachedInput, long cacheWrite, long output) {

    Catalogue.PriceSince price() {
      return new Catalogue.PriceSince(since, new Price(input, cachedInput, cacheWrite, output));
    }
  }

  /** A name and its chain, for one plan or for all. */
  record Alias(String alias, @Nullable String plan, List<ChainLink> links) {}

  /** One link of a chain. */
  record ChainLink(int place, String provider, String model, int weight) {}
}
