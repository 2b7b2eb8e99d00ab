package dev.clawstead.gateway.model;

import dev.clawstead.db.catalogue.Catalogue;
import dev.clawstead.db.catalogue.Catalogue.Link;
import dev.clawstead.db.catalogue.Catalogue.Model;
import dev.clawstead.db.catalogue.Catalogue.ModelId;
import dev.clawstead.db.catalogue.Catalogue.ModelProvider;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Price;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What may be called at this moment, made from one state of the catalogue and of the keys. */
final class Shelf {

  static final Shelf EMPTY = new Shelf(Catalogue.EMPTY, List.of());

  private final Map<String, ModelProvider> providers = new HashMap<>();
  private final Map<ModelId, Model> models = new HashMap<>();
  private final Map<String, List<Link>> links = new HashMap<>();
  private final Map<String, List<ProviderSecret>> keys = new HashMap<>();

  Shelf(Catalogue catalogue, List<ProviderSecret> secrets) {
    catalogue.providers().stream()
        .filter(ModelProvider::enabled)
        .forEach(provider -> providers.put(provider.name(), provider));
    catalogue.models().forEach(model -> models.put(model.id(), model));
    catalogue
        .links()
        .forEach(link -> links.computeIfAbsent(link.alias(), a -> new ArrayList<>()).add(link));
    secrets.forEach(
        secret -> keys.computeIfAbsent(secret.provider(), p -> new ArrayList<>()).add(secret));
  }

  /** How every key is doing ({@link Breaker.Look#level}), by provider and id. */
  Map<List<String>, Double> breakers() {
    Map<List<String>, Double> levels = new HashMap<>();
    keys.values()
        .forEach(
            all ->
                all.forEach(
                    key ->
                        levels.put(
                            List.of(key.provider(), key.id().toString()),
                            (double) key.breaker().look().level())));
    return levels;
  }

  /** The names under which an agent of this plan may ask, in order. */
  List<String> names(Plan plan) {
    TreeSet<String> names = new TreeSet<>();
    links.forEach(
        (alias, all) -> {
          if (!Link.forPlan(all, plan).isEmpty()) {
            names.add(alias);
          }
        });
    return List.copyOf(names);
  }

  /** The same names, each with the model that is tried first; those that are not sold left out. */
  List<Listed> listed(Plan plan, Instant now) {
    List<Listed> listed = new ArrayList<>();
    for (String alias : names(plan)) {
      List<Link> all = new ArrayList<>(Link.forPlan(links.getOrDefault(alias, List.of()), plan));
      all.sort(Comparator.comparingInt(Link::place));
      for (Link link : all) {
        Listed first = listed(alias, link, now);
        if (first != null) {
          listed.add(first);
          break;
        }
      }
    }
    return listed;
  }

  /**
   * Whether a plan may ask for this name, and it has a price: whether anybody can serve it or not.
   */
  boolean sells(String alias, Plan plan, Instant now) {
    return Link.forPlan(links.getOrDefault(alias, List.of()), plan).stream()
        .anyMatch(link -> listed(alias, link, now) != null);
  }

  private @Nullable Listed listed(String alias, Link link, Instant now) {
    ModelProvider provider = providers.get(link.model().provider());
    Model model = models.get(link.model());
    Price price = model == null ? null : model.price(now);
    return provider == null || model == null || price == null
        ? null
        : new Listed(alias, provider, model, price);
  }

  /** A name to ask for, and what is behind it. */
  record Listed(String alias, ModelProvider provider, Model model, Price price) {}

  /**
   * The ways to serve a call, best first. The same session gets the same order while nothing
   * changes, since its provider has its prompt in the cache.
   */
  List<Offer> chain(String alias, Plan plan, UUID account, @Nullable String session, Instant now) {
    int seed = session == null ? (int) System.nanoTime() : session.hashCode();
    Map<Integer, List<Link>> places = new TreeMap<>();
    Link.forPlan(links.getOrDefault(alias, List.of()), plan)
        .forEach(link -> places.computeIfAbsent(link.place(), p -> new ArrayList<>()).add(link));
    List<Offer> chain = new ArrayList<>();
    for (List<Link> place : places.values()) {
      place.stream()
          .sorted(byLot(seed, link -> link.model().toString(), Link::weight))
          .forEach(link -> chain.addAll(offers(link, account, seed, now)));
    }
    return chain;
  }

  private List<Offer> offers(Link link, UUID account, int seed, Instant now) {
    ModelProvider provider = providers.get(link.model().provider());
    Model model = models.get(link.model());
    Price price = model == null ? null : model.price(now);
    if (provider == null || model == null || price == null) {
      return List.of();
    }
    List<ProviderSecret> usable = new ArrayList<>();
    for (ProviderSecret key : keys.getOrDefault(provider.name(), List.of())) {
      if (key.account() == null || key.account().equals(account)) {
        usable.add(key);
      }
    }
    return usable.stream()
        .sorted(byLot(seed, key -> key.id().toString(), ProviderSecret::weight))
        .map(key -> new Offer(provider, model, price, key))
        .toList();
  }

  /** Draws an order in which each comes first as often as its weight says; one seed, one order. */
  private static <T> Comparator<T> byLot(
      int seed,
      java.util.function.Function<T, String> name,
      java.util.function.ToIntFunction<T> weight) {
    return Comparator.comparingDouble(
        one -> {
          int mixed = (seed * 31 + name.apply(one).hashCode()) * 0x9E3779B9;
          double even = ((mixed >>> 8) + 1) / (double) (1 << 24);
          return -Math.log(even) / weight.applyAsInt(one);
        });
  }
}
