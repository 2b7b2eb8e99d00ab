package dev.clawstead.activities.hetzner;

import io.temporal.activity.ActivityInterface;
import java.util.UUID;

/**
 * What we ask of Hetzner Cloud. Every method may run more than once: a server's name derives from
 * its ledger row and is unique in the project, so asking twice yields one server.
 */
@ActivityInterface(namePrefix = "Hetzner.")
public interface HetznerActivities {

  String TASK_QUEUE = "hetzner";

  /** Failure type: sold out here; another type or location may do. Final. */
  String OUT_OF_CAPACITY = "HetznerOutOfCapacity";

  /** Failure type: the server is still being made. Retryable, BENIGN. */
  String STILL_RUNNING = "HetznerStillRunning";

  /** Orders the node's server under its ledger row, or adopts the one an earlier call made. */
  void orderServer(OrderServer command);

  /** One look: returns the server once it runs, else fails with {@link #STILL_RUNNING}. */
  Server awaitServer(UUID node);

  /** Deletes the node's server; returns once the provider no longer lists it. */
  void deleteServer(UUID node);

  record OrderServer(UUID node, String serverType, String location) {}

  record Server(
      long id, String name, String serverType, String location, long memoryBytes, String address) {}
}
