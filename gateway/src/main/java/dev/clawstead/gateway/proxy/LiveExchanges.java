package dev.clawstead.gateway.proxy;

import dev.clawstead.gateway.table.AgentRoute;
import dev.clawstead.gateway.table.RouteTable;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is at work with each agent, so that a hold ends it at once. */
final class LiveExchanges implements RouteTable.Watcher {

  private final ConcurrentHashMap<String, Set<Exchange>> bySlug = new ConcurrentHashMap<>();
  private final int perAgentMax;

  LiveExchanges(int perAgentMax) {
    this.perAgentMax = perAgentMax;
  }

  /** Counts the exchange in; false when the agent has as many as it may. */
  boolean add(String slug, Exchange exchange) {
    // One computation per key at a time, so the plain sets need no lock of their own.
    boolean[] added = new boolean[1];
    bySlug.compute(
        slug,
        (key, old) -> {
          Set<Exchange> set = old == null ? new HashSet<>() : old;
          added[0] = set.size() < perAgentMax && set.add(exchange);
          return set;
        });
    return added[0];
  }

  void remove(String slug, Exchange exchange) {
    bySlug.computeIfPresent(
        slug,
        (key, set) -> {
          set.remove(exchange);
          return set.isEmpty() ? null : set;
        });
  }

  @Override
  public void changed(String slug, @Nullable AgentRoute now) {
    bySlug.computeIfPresent(
        slug,
        (key, set) -> {
          for (Iterator<Exchange> each = set.iterator(); each.hasNext(); ) {
            each.next().routeChanged(now);
          }
          return set;
        });
  }
}
