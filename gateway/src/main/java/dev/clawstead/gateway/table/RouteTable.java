package dev.clawstead.gateway.table;

import dev.clawstead.db.route.Route;
import dev.clawstead.db.route.Routes.Digest;
import dev.clawstead.secrets.PlatformSecret;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Every address this gateway knows, by slug. A row is only ever replaced by a newer version. */
public final class RouteTable {

  private final PlatformSecret secret;
  private final ConcurrentHashMap<String, AgentRoute> bySlug = new ConcurrentHashMap<>();

  /** The same rows by what model calls tell of their caller. */
  private final ConcurrentHashMap<String, AgentRoute> byModelKey = new ConcurrentHashMap<>();

  private final ConcurrentHashMap<UUID, AgentRoute> byInstance = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();
  private volatile Watcher watcher = (slug, now) -> {};
  private volatile boolean loaded;

  public RouteTable(PlatformSecret secret) {
    this.secret = secret;
  }

  /** The address's newest known row. */
  public @Nullable AgentRoute get(String slug) {
    return bySlug.get(slug);
  }

  /** The address whose cell calls models with the key of this hash, or did until it got another. */
  public @Nullable AgentRoute byModelKey(String hash) {
    return byModelKey.get(hash);
  }

  /** The address of this instance. */
  public @Nullable AgentRoute byInstance(UUID instance) {
    return byInstance.get(instance);
  }

  /** Tells the watcher of every change from now on, on the thread that makes it. */
  public void watch(Watcher newWatcher) {
    watcher = newWatcher;
  }

  /** Takes rows in; those older than what is known change nothing. */
  public void apply(Collection<Route> rows) {
    rows.forEach(this::apply);
  }

  private void apply(Route row) {
    AgentRoute fresh = AgentRoute.of(row, secret);
    AgentRoute kept =
        bySlug.compute(
            row.slug(),
            (slug, old) -> {
              if (old != null && fresh.route().version() <= old.route().version()) {
                return old;
              }
              index(old, fresh);
              return fresh;
            });
    if (kept == fresh) {
      changes.incrementAndGet();
      watcher.changed(row.slug(), fresh);
    }
  }

  /** Forgets addresses that no longer exist. */
  public void remove(Collection<String> slugs) {
    for (String slug : slugs) {
      AgentRoute gone = bySlug.remove(slug);
      if (gone != null) {
        index(gone, null);
        changes.incrementAndGet();
        watcher.changed(slug, null);
      }
    }
  }

  /**
   * The new address is found under all of its names before the old one is gone from its own: nobody
   * whose names stay the same is unknown in between.
   */
  private void index(@Nullable AgentRoute old, @Nullable AgentRoute now) {
    if (now != null) {
      now.modelKeyHashes().forEach(hash -> byModelKey.put(hash, now));
      UUID instance = now.route().instance();
      if (instance != null && now.reach() != AgentRoute.Reach.GONE) {
        byInstance.put(instance, now);
      }
    }
    if (old != null) {
      old.modelKeyHashes().forEach(hash -> byModelKey.remove(hash, old));
      UUID instance = old.route().instance();
      if (instance != null) {
        byInstance.remove(instance, old);
      }
    }
  }

  Set<String> slugs() {
    return Set.copyOf(bySlug.keySet());
  }

  List<Route> rows() {
    return bySlug.values().stream().map(AgentRoute::route).toList();
  }

  Digest digest() {
    long count = 0;
    long versions = 0;
    for (AgentRoute one : bySlug.values()) {
      count++;
      versions += one.route().version();
    }
    return new Digest(count, versions);
  }

  /** Counts changes, so that whoever keeps a copy sees whether it is stale. */
  long changes() {
    return changes.get();
  }

  /** How many addresses are known. */
  public int size() {
    return bySlug.size();
  }

  /** Whether the table holds what PostgreSQL or the copy on disk said, if only once. */
  public boolean loaded() {
    return loaded;
  }

  void markLoaded() {
    loaded = true;
  }

  /** Whoever acts on changes of the table. */
  public interface Watcher {

    /** The address now reads like this, or is no longer there. */
    void changed(String slug, @Nullable AgentRoute now);
  }
}
