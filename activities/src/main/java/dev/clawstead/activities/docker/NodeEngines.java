package dev.clawstead.activities.docker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** One engine client a node, opened when first needed and closed when the node goes. */
public final class NodeEngines implements AutoCloseable {

  /** Client certificates live a day: a client is replaced well before its own ends. */
  private static final Duration LIFETIME = Duration.ofHours(12);

  private final EngineDoor door;
  private final Clock clock;
  private final Map<UUID, NodeEngine> open = new ConcurrentHashMap<>();

  /** Reaches nodes by mutual TLS under an identity that the supplier makes, one for each client. */
  public NodeEngines(Supplier<SSLContext> identity, Clock clock) {
    this(EngineDoor.mutualTls(identity), clock);
  }

  NodeEngines(EngineDoor door, Clock clock) {
    this.door = door;
    this.clock = clock;
  }

  /** The engine of this node, which has this address now. */
  NodeEngine of(UUID node, String address) {
    Instant now = clock.instant();
    NodeEngine known = open.get(node);
    if (known != null && known.leadsTo(address, now.minus(LIFETIME))) {
      return known;
    }
    // Outside the map's lock: a node that does not answer must not hold up the others.
    NodeEngine fresh = NodeEngine.open(door, address, now);
    open.put(node, fresh);
    // A replaced client is not closed under the calls it may still carry; they end by timeout, and
    // its idle connections with them.
    return fresh;
  }

  /** The node is gone. */
  void forget(UUID node) {
    NodeEngine known = open.remove(node);
    if (known != null) {
      known.close();
    }
  }

  @Override
  public void close() {
    open.keySet().forEach(this::forget);
  }
}
