package dev.clawstead.db.catalogue;

import static dev.clawstead.db.generated.Tables.MODELS;
import static dev.clawstead.db.generated.Tables.MODEL_LINKS;
import static dev.clawstead.db.generated.Tables.MODEL_PRICES;
import static dev.clawstead.db.generated.Tables.PROVIDERS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.noCondition;

import dev.clawstead.db.catalogue.Catalogue.Link;
import dev.clawstead.db.catalogue.Catalogue.Model;
import dev.clawstead.db.catalogue.Catalogue.ModelId;
import dev.clawstead.db.catalogue.Catalogue.ModelProvider;
import dev.clawstead.db.catalogue.Catalogue.PriceSince;
import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Price;
import dev.clawstead.domain.Word;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Reads and replaces the catalogue. */
public final class Catalogues {

  private static final String EVERY_PLAN = "";

  private final DSLContext sql;

  public Catalogues(DSLContext sql) {
    this.sql = sql;
  }

  /** The catalogue as it is now, all of it from one moment. */
  public Catalogue load() {
    return load(MODELS.ENABLED.isTrue());
  }

  /** The same with the models that were left out later: their prices held once. */
  public Catalogue loadAll() {
    return load(noCondition());
  }

  private Catalogue load(Condition which) {
    return sql.transactionResult(
        config -> {
          DSLContext tx = config.dsl();
          tx.execute("set transaction isolation level repeatable read, read only");
          return new Catalogue(providers(tx), models(tx, which), links(tx));
        });
  }

  /**
   * Makes providers, models and chains what this catalogue says. Of the prices only those that do
   * not hold yet are replaced: what was sold stays priced. A provider or a model that is gone is
   * switched off, since its keys and its attempts stay. Two who replace it at once do so in turn.
   */
  public void replace(Catalogue catalogue) {
    sql.transaction(
        config -> {
          DSLContext tx = config.dsl();
          tx.execute("lock table model_links in share row exclusive mode");
          tx.update(PROVIDERS).set(PROVIDERS.ENABLED, false).execute();
          tx.update(MODELS).set(MODELS.ENABLED, false).execute();
          tx.deleteFrom(MODEL_PRICES)
              .where(MODEL_PRICES.SINCE.gt(currentOffsetDateTime()))
              .execute();
          catalogue.providers().forEach(provider -> put(tx, provider));
          catalogue.models().forEach(model -> put(tx, model));
          tx.deleteFrom(MODEL_LINKS).execute();
          catalogue.links().forEach(link -> put(tx, link));
        });
  }

  private static void put(DSLContext tx, ModelProvider provider) {
    tx.insertInto(PROVIDERS)
        .set(PROVIDERS.NAME, provider.name())
        .set(PROVIDERS.PROTOCOL, provider.protocol().word())
        .set(PROVIDERS.BASE_URL, provider.base().toString())
        .set(PROVIDERS.ENABLED, provider.enabled())
        .onConflict(PROVIDERS.NAME)
        .doUpdate()
        .set(PROVIDERS.PROTOCOL, provider.protocol().word())
        .set(PROVIDERS.BASE_URL, provider.base().toString())
        .set(PROVIDERS.ENABLED, provider.enabled())
        .set(PROVIDERS.UPDATED_AT, currentOffsetDateTime())
        .execute();
  }

  private static void put(DSLContext tx, Model model) {
    tx.insertInto(MODELS)
        .set(MODELS.PROVIDER, model.id().provider())
        .set(MODELS.MODEL, model.id().model())
        .set(MODELS.CONTEXT_TOKENS, model.contextMax())
        .set(MODELS.OUTPUT_TOKENS_MAX, model.outputMax())
        .onConflict(MODELS.PROVIDER, MODELS.MODEL)
        .doUpdate()
        .set(MODELS.CONTEXT_TOKENS, model.contextMax())
        .set(MODELS.OUTPUT_TOKENS_MAX, model.outputMax())
        .set(MODELS.ENABLED, true)
        .execute();
    for (PriceSince one : model.prices()) {
      tx.insertInto(MODEL_PRICES)
          .set(MODEL_PRICES.PROVIDER, model.id().provider())
          .set(MODEL_PRICES.MODEL, model.id().model())
          .set(MODEL_PRICES.SINCE, one.since().atOffset(ZoneOffset.UTC))
          .set(MODEL_PRICES.INPUT, one.price().input())
          .set(MODEL_PRICES.CACHED_INPUT, one.price().cachedInput())
          .set(MODEL_PRICES.CACHE_WRITE, one.price().cacheWrite())
          .set(MODEL_PRICES.OUTPUT, one.price().output())
          .onConflictDoNothing()
          .execute();
    }
  }

  private static void put(DSLContext tx, Link link) {
    Plan plan = link.plan();
    tx.insertInto(MODEL_LINKS)
        .set(MODEL_LINKS.ALIAS, link.alias())
        .set(MODEL_LINKS.PLAN, plan == null ? EVERY_PLAN : plan.word())
        .set(MODEL_LINKS.PLACE, link.place())
        .set(MODEL_LINKS.PROVIDER, link.model().provider())
        .set(MODEL_LINKS.MODEL, link.model().model())
        .set(MODEL_LINKS.WEIGHT, link.weight())
        .execute();
  }

  private static List<ModelProvider> providers(DSLContext tx) {
    return tx.selectFrom(PROVIDERS)
        .orderBy(PROVIDERS.NAME)
        .fetch(
            r ->
                new ModelProvider(
                    r.getName(),
                    Word.of(ModelProtocol.class, r.getProtocol()),
                    URI.create(r.getBaseUrl()),
                    r.getEnabled()));
  }

  private static List<Model> models(DSLContext tx, Condition which) {
    Map<ModelId, List<PriceSince>> prices = new HashMap<>();
    tx.selectFrom(MODEL_PRICES)
        .orderBy(MODEL_PRICES.SINCE)
        .forEach(
            r ->
                prices
                    .computeIfAbsent(
                        new ModelId(r.getProvider(), r.getModel()), id -> new ArrayList<>())
                    .add(
                        new PriceSince(
                            r.getSince().toInstant(),
                            new Price(
                                r.getInput(),
                                r.getCachedInput(),
                                r.getCacheWrite(),
                                r.getOutput()))));
    return tx.selectFrom(MODELS)
        .where(which)
        .orderBy(MODELS.PROVIDER, MODELS.MODEL)
        .fetch(
            r -> {
              ModelId id = new ModelId(r.getProvider(), r.getModel());
              return new Model(
                  id,
                  r.getContextTokens(),
                  r.getOutputTokensMax(),
                  List.copyOf(Objects.requireNonNullElse(prices.get(id), List.of())));
            });
  }

  private static List<Link> links(DSLContext tx) {
    return tx.selectFrom(MODEL_LINKS)
        .orderBy(MODEL_LINKS.ALIAS, MODEL_LINKS.PLAN, MODEL_LINKS.PLACE, MODEL_LINKS.PROVIDER)
        .fetch(
            r ->
                new Link(
                    r.getAlias(),
                    r.getPlan().equals(EVERY_PLAN) ? null : Word.of(Plan.class, r.getPlan()),
                    r.getPlace(),
                    new ModelId(r.getProvider(), r.getModel()),
                    r.getWeight()));
  }
}
