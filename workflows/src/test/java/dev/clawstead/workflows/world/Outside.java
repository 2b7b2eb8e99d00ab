package dev.clawstead.workflows.world;

import dev.clawstead.activities.cloudflare.CloudflareActivities;
import dev.clawstead.activities.docker.DockerActivities;
import dev.clawstead.activities.hetzner.HetznerActivities;
import io.temporal.failure.ApplicationFailure;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;

/** Docker, Hetzner and Cloudflare as maps. */
public final class Outside implements DockerActivities, HetznerActivities, CloudflareActivities {

  /** Containers by cell; true while one runs. */
  public final Map<UUID, Boolean> cells = new TreeMap<>();

  /** Which of its keys for models the agent read when its container started. */
  public final Map<UUID, Integer> modelKeys = new TreeMap<>();

  public final Set<UUID> servers = new ConcurrentSkipListSet<>();
  public final Set<String> wildcards = new ConcurrentSkipListSet<>();

  /** What the watch of any node sees next. */
  public final Queue<Seen> sights = new ConcurrentLinkedQueue<>();

  private final Rows rows;

  Outside(Rows rows) {
    this.rows = rows;
  }

  @Override
  public void createCell(UUID cell) {
    if (!rows.isLive(cell)) {
      throw ApplicationFailure.newNonRetryableFailure("no such cell", "Gone");
    }
    cells.putIfAbsent(cell, false);
  }

  @Override
  public void startCell(UUID cell) {
    Boolean ran = cells.replace(cell, true);
    if (ran == null) {
      throw ApplicationFailure.newNonRetryableFailure("no container", "Gone");
    }
    if (!ran) {
      modelKeys.put(cell, rows.modelKeyVersion(cell));
    }
  }

  @Override
  public void stopCell(UUID cell) {
    cells.replace(cell, false);
  }

  @Override
  public void destroyCell(UUID cell) {
    cells.remove(cell);
  }

  @Override
  public void contactNode(UUID node) {}

  @Override
  public void ensureImage(UUID node) {}

  @Override
  public Seen watchNode(UUID node) {
    Seen seen = sights.poll();
    if (seen == null) {
      throw ApplicationFailure.newFailure("nothing to see", "Quiet");
    }
    return seen;
  }

  @Override
  public void orderServer(OrderServer command) {
    servers.add(command.node());
  }

  @Override
  public Server awaitServer(UUID node) {
    return new Server(1, "cs-test", "cx33", "fsn1", 8L << 30, "10.0.0.2");
  }

  @Override
  public void deleteServer(UUID node) {
    servers.remove(node);
    cells.keySet().removeIf(cell -> node.equals(rows.nodeOf(cell)));
  }

  @Override
  public void ensureWildcard(String region) {
    wildcards.add(region);
  }

  @Override
  public void removeWildcard(String region) {
    wildcards.remove(region);
  }
}
