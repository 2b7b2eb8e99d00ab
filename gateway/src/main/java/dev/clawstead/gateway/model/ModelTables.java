package dev.clawstead.gateway.model;

import dev.clawstead.db.capture.Captures;
import dev.clawstead.db.capture.Captures.Wish;
import dev.clawstead.db.catalogue.Breakers;
import dev.clawstead.db.catalogue.Catalogues;
import dev.clawstead.db.catalogue.ModelChanges;
import dev.clawstead.db.catalogue.ModelKeys;
import dev.clawstead.db.catalogue.ModelKeys.ModelKey;
import dev.clawstead.db.catalogue.ProviderKeys;
import dev.clawstead.db.catalogue.ProviderKeys.ProviderKey;
import dev.clawstead.db.rate.PlanRates;
import dev.clawstead.db.route.Routes;
import dev.clawstead.db.spending.Caps;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.RateLimit;
import dev.clawstead.gateway.table.Rereads;
import dev.clawstead.secrets.SealBrokenException;
import dev.clawstead.secrets.Vault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the catalogue, the providers' keys and the owners' keys in memory, read anew once something
 * has changed, and looks so often that a revoked key is void within a second, and so is a cell's
 * own that was replaced. They are small: what grows with customers is leased or in the route table.
 */
final class ModelTables implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ModelTables.class);

  private static final long UNREAD = -1;

  private final ModelChanges changes;
  private final Catalogues catalogues;
  private final ProviderKeys providerKeys;
  private final ModelKeys modelKeys;
  private final Routes routes;
  private final BreakerReport report;
  private final Vault vault;
  private final Callers callers;
  private final Caps caps;
  private final PlanRates rates;
  private final Captures captures;
  private final Readers readers;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("model-tables").factory());

  private final Rereads rereads = new Rereads(what -> readKeys(), clock, System::nanoTime);

  /** Opened keys, by id: how a key is doing outlives a new reading of the tables. */
  private final Map<UUID, ProviderSecret> opened = new HashMap<>();

  /** Keys that PostgreSQL was seen or made to call refused: good ones among them are so again. */
  private final Set<UUID> knownRefused = new HashSet<>();

  /** What of the tables is in memory; the thread that reads has it to itself. */
  private long modelsVersion = UNREAD;

  private long capsVersion = UNREAD;
  private volatile Shelf shelf = Shelf.EMPTY;
  private volatile String problem = "not asked yet";

  ModelTables(String gateway, DSLContext sql, Vault vault, Callers callers, Readers readers) {
    this.changes = new ModelChanges(sql);
    this.rates = new PlanRates(sql);
    this.captures = new Captures(sql);
    this.readers = readers;
    this.catalogues = new Catalogues(sql);
    this.providerKeys = new ProviderKeys(sql);
    this.modelKeys = new ModelKeys(sql);
    this.routes = new Routes(sql);
    this.report = new BreakerReport(gateway, new Breakers(sql));
    this.vault = vault;
    this.callers = callers;
    this.caps = new Caps(sql);
  }

  void start(Duration every) {
    read();
    var _ =
        clock.scheduleWithFixedDelay(
            this::read, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  Shelf shelf() {
    return shelf;
  }

  /** Empty when the tables are as PostgreSQL has them. */
  String problem() {
    return problem;
  }

  /** Completes when every key is known that is good by now, or when that cannot be had. */
  CompletableFuture<Void> keysByNow() {
    // Without PostgreSQL what is known decides, and at once.
    return problem.isEmpty()
        ? rereads.refresh("keys", Rereads.Wish.URGENT)
        : CompletableFuture.completedFuture(null);
  }

  /** Its provider refuses this key: other gateways are told too. */
  void refused(ProviderSecret key, String why) {
    LOG.error("{} refuses the key {}: {}", key.provider(), key.id(), why);
    clock.execute(
        () -> {
          try {
            tell(key.id(), why);
          } catch (DataAccessException e) {
            modelsVersion = UNREAD;
            LOG.warn("that a key is refused is known to this gateway only for now");
          }
        });
  }

  private void tell(UUID key, String why) {
    providerKeys.refused(key, why);
    knownRefused.add(key);
  }

  private void read() {
    try {
      readModels();
      callers.replaced(routes.withNewModelKeys());
      readCaps();
      report.tell(opened.values());
      readers.wishesRead.accept(captures.live());
      problem = "";
    } catch (DataAccessException e) {
      if (problem.isEmpty()) {
        LOG.warn("the models' tables are as they were: PostgreSQL does not answer");
      }
      problem = "does not answer";
    }
  }

  private void readKeys() {
    try {
      readModels();
    } catch (DataAccessException e) {
      LOG.debug("keys that are new are not known: PostgreSQL does not answer");
    }
  }

  private void readModels() {
    long latest = changes.version();
    if (latest == modelsVersion) {
      return;
    }
    // Until all of it is read nothing is: a key that could not be told of is told of then.
    modelsVersion = UNREAD;
    shelf = new Shelf(catalogues.load(), open(providerKeys.all()));
    Map<String, ModelKey> minted = new HashMap<>();
    modelKeys.live().forEach(key -> minted.put(key.hash(), key));
    callers.minted(minted);
    readers.ratesRead.accept(rates.all());
    modelsVersion = latest;
  }

  private void readCaps() {
    Caps.Changes since = caps.changesSince(capsVersion);
    capsVersion = since.version();
    if (!since.whose().isEmpty()) {
      readers.capsChanged.accept(since.whose());
    }
  }

  private List<ProviderSecret> open(List<ProviderKey> keys) {
    List<ProviderSecret> all = new ArrayList<>();
    List<UUID> ids = keys.stream().map(ProviderKey::id).toList();
    opened.keySet().retainAll(ids);
    knownRefused.retainAll(ids);
    for (ProviderKey key : keys) {
      try {
        ProviderSecret known = opened.get(key.id());
        ProviderSecret secret = known == null ? open(key) : known;
        follow(key, secret.breaker());
        opened.put(key.id(), secret);
        all.add(secret);
      } catch (SealBrokenException e) {
        LOG.error("a provider's key is left out: {}", e.getMessage());
      }
    }
    return all;
  }

  /** A refused one stays in the list: its customer hears of it, and is not charged instead. */
  private void follow(ProviderKey key, Breaker breaker) {
    if (!key.good()) {
      knownRefused.add(key.id());
      if (!breaker.isRefused()) {
        breaker.refuse("refused by its provider");
      }
    } else if (knownRefused.remove(key.id())) {
      // It was tested since, and its provider takes it again.
      breaker.mended();
    } else if (breaker.isRefused()) {
      // What we had to say of it was lost.
      tell(key.id(), String.valueOf(breaker.look().problem()));
    }
  }

  private ProviderSecret open(ProviderKey key) throws SealBrokenException {
    UUID account = key.account();
    String owner = account == null ? Vault.PLATFORM : account.toString();
    return new ProviderSecret(
        key.id(),
        key.provider(),
        account,
        key.name(),
        vault.open(owner, key.id(), key.sealed()),
        key.weight(),
        new Breaker(System::nanoTime));
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /**
   * Who follows what is read.
   *
   * @param capsChanged told whose caps or rules are others than they were
   * @param ratesRead told the plans' rates, each time they may have changed
   * @param wishesRead told which owners wish their agents' calls to be kept, each time
   */
  record Readers(
      Consumer<Set<UUID>> capsChanged,
      Consumer<Map<Plan, RateLimit>> ratesRead,
      Consumer<List<Wish>> wishesRead) {}
}
