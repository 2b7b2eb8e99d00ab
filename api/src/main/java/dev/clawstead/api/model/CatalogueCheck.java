package dev.clawstead.api.model;

import dev.clawstead.api.model.CatalogueForm.Alias;
import dev.clawstead.api.model.CatalogueForm.ChainLink;
import dev.clawstead.api.model.CatalogueForm.Dated;
import dev.clawstead.api.model.CatalogueForm.Seller;
import dev.clawstead.api.model.CatalogueForm.Sold;
import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.db.catalogue.Catalogue;
import dev.clawstead.db.catalogue.Catalogue.Link;
import dev.clawstead.db.catalogue.Catalogue.Model;
import dev.clawstead.db.catalogue.Catalogue.ModelId;
import dev.clawstead.db.catalogue.Catalogue.ModelProvider;
import dev.clawstead.db.catalogue.Catalogue.PriceSince;
import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Price;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what an operator sent into a catalogue, or names every field that is wrong. Nothing may
 * refer to what is not in it, nothing may be there twice, and a price that has held stays as it
 * was.
 */
final class CatalogueCheck {

  private static final int TOKENS_MAX = 100_000_000;
  private static final long PRICE_MAX = 1_000_000_000_000L;
  private static final int PLACE_MAX = 20;
  private static final int WEIGHT_MAX = 100;

  /** Sane bounds for dates: PostgreSQL and we agree on all of them. */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private final FieldErrors errors = new FieldErrors();
  private final Map<ModelId, Model> before = new HashMap<>();
  private final Instant now;
  private final Set<String> sellers = new HashSet<>();
  private final Set<ModelId> sold = new HashSet<>();
  private final Set<String> chains = new HashSet<>();

  CatalogueCheck(Catalogue current, Instant now) {
    current.models().forEach(model -> before.put(model.id(), model));
    this.now = now;
  }

  /** The catalogue; ends the request where there is none in it. */
  Catalogue read(CatalogueForm form) {
    List<ModelProvider> providers = new ArrayList<>();
    each("providers", form.providers(), (at, one) -> seller(at, one, providers));
    List<Model> models = new ArrayList<>();
    each("models", form.models(), (at, one) -> model(at, one, models));
    List<Link> links = new ArrayList<>();
    each("aliases", form.aliases(), (at, one) -> alias(at, one, links));
    errors.orThrow();
    return new Catalogue(providers, models, links);
  }

  private void seller(String at, Seller one, List<ModelProvider> into) {
    String name = text(at + ".name", one.name(), CatalogueForm.NAME);
    if (!sellers.add(name)) {
      errors.add(at + ".name", "is there twice");
    }
    if (one.protocol() == null) {
      errors.add(at + ".protocol", "is missing");
    }
    ModelProtocol protocol =
        errors
            .word(at + ".protocol", one.protocol(), ModelProtocol.class)
            .orElse(ModelProtocol.OPENAI);
    into.add(new ModelProvider(name, protocol, base(at + ".baseUrl", one.baseUrl()), true));
  }

  private URI base(String field, @Nullable String text) {
    String url = text(field, text, CatalogueForm.BASE);
    try {
      URI base = URI.create(url);
      if (!url.isEmpty()
          && (base.getHost() == null
              || base.getRawUserInfo() != null
              || base.getRawQuery() != null
              || base.getRawFragment() != null)) {
        errors.add(field, "must be an address with a host, without user, query or fragment");
      }
      return base;
    } catch (IllegalArgumentException e) {
      errors.add(field, "is no address");
      return URI.create("");
    }
  }

  private void model(String at, Sold one, List<Model> into) {
    ModelId id =
        new ModelId(
            text(at + ".provider", one.provider(), CatalogueForm.NAME),
            text(at + ".model", one.model(), CatalogueForm.MODEL));
    if (!sellers.contains(id.provider())) {
      errors.add(at + ".provider", "is not among the providers");
    }
    if (!sold.add(id)) {
      errors.add(at + ".model", "is there twice");
    }
    List<PriceSince> prices = new ArrayList<>();
    each(at + ".prices", one.prices(), (field, price) -> price(field, id, price, prices));
    prices.sort(Comparator.comparing(PriceSince::since));
    into.add(
        new Model(
            id,
            number(at + ".contextTokens", one.contextTokens(), 1, TOKENS_MAX),
            number(at + ".outputTokensMax", one.outputTokensMax(), 0, TOKENS_MAX),
            prices));
  }

  private void price(String at, ModelId id, Dated one, List<PriceSince> into) {
    Price price =
        new Price(
            micros(at + ".input", one.input()),
            micros(at + ".cachedInput", one.cachedInput()),
            micros(at + ".cacheWrite", one.cacheWrite()),
            micros(at + ".output", one.output()));
    Instant given = one.since();
    if (given == null || given.isBefore(EARLIEST) || given.isAfter(LATEST)) {
      errors.add(at + ".since", given == null ? "is missing" : "must be a time from 2000 to 2200");
      return;
    }
    Instant since = given.truncatedTo(ChronoUnit.MICROS);
    if (into.stream().anyMatch(other -> other.since().equals(since))) {
      errors.add(at + ".since", "is there twice");
    }
    if (!since.isAfter(now) && changesThePast(id, since, price)) {
      errors.add(at, "differs from the price that has held since then; give a new one a new time");
    }
    into.add(new PriceSince(since, price));
  }

  private boolean changesThePast(ModelId id, Instant since, Price price) {
    Model known = before.get(id);
    return known != null
        && known.prices().stream()
            .anyMatch(one -> one.since().equals(since) && !one.price().equals(price));
  }

  private void alias(String at, Alias one, List<Link> into) {
    String alias = text(at + ".alias", one.alias(), CatalogueForm.ALIAS);
    Plan plan = errors.word(at + ".plan", one.plan(), Plan.class).orElse(null);
    if (!chains.add(alias + "|" + one.plan())) {
      errors.add(at + ".alias", "is there twice for the same plan");
    }
    Set<String> places = new HashSet<>();
    each(
        at + ".links",
        one.links(),
        (field, link) -> {
          Link read = link(field, alias, plan, link);
          if (!places.add(read.place() + "|" + read.model())) {
            errors.add(field, "is there twice");
          }
          into.add(read);
        });
    if (one.links() != null && one.links().isEmpty()) {
      errors.add(at + ".links", "must not be empty");
    }
  }

  private Link link(String at, String alias, @Nullable Plan plan, ChainLink one) {
    ModelId id =
        new ModelId(
            text(at + ".provider", one.provider(), CatalogueForm.NAME),
            text(at + ".model", one.model(), CatalogueForm.MODEL));
    if (!sold.contains(id)) {
      errors.add(at + ".model", "is not among the models");
    }
    return new Link(
        alias,
        plan,
        number(at + ".place", one.place(), 1, PLACE_MAX),
        id,
        number(at + ".weight", one.weight(), 1, WEIGHT_MAX));
  }

  private <T> void each(
      String field, @Nullable List<@Nullable T> list, java.util.function.BiConsumer<String, T> to) {
    if (list == null) {
      errors.add(field, "is missing");
      return;
    }
    int index = 0;
    for (@Nullable T one : list) {
      String at = field + "[" + index++ + "]";
      if (one == null) {
        errors.add(at, "is missing");
      } else {
        to.accept(at, one);
      }
    }
  }

  private String text(String field, @Nullable String value, String form) {
    if (value == null || value.length() > 500 || !value.matches(form)) {
      errors.add(field, value == null ? "is missing" : "must be of the form " + form);
    }
    return value == null ? "" : value;
  }

  private int number(String field, @Nullable Integer value, int min, int max) {
    if (value == null || value < min || value > max) {
      errors.add(field, value == null ? "is missing" : "must be from " + min + " to " + max);
      return min;
    }
    return value;
  }

  private long micros(String field, @Nullable Long value) {
    if (value == null || value < 0 || value > PRICE_MAX) {
      errors.add(field, value == null ? "is missing" : "must be from 0 to " + PRICE_MAX);
      return 0;
    }
    return value;
  }
}
