package dev.clawstead.activities.docker;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What we ask of the Docker engines on our nodes. Every method may run more than once: objects are
 * named after the cell's slug, and one of that name is adopted only if it carries our labels and
 * its ledger row is still open.
 */
@ActivityInterface(namePrefix = "Docker.")
public interface DockerActivities {

  String TASK_QUEUE = "docker";

  /** Watches take a slot for as long as their node lives, so they have a queue of their own. */
  String WATCH_TASK_QUEUE = "docker-watch";

  /** Failure type: the node does not answer. Retryable. */
  String NODE_UNREACHABLE = "NodeUnreachable";

  /** Failure type: the agent did not answer its probe in time. Retryable. */
  String NOT_HEALTHY = "CellNotHealthy";

  /** Failure type: an object of that name is not ours. Final. */
  String NAME_TAKEN = "DockerNameTaken";

  /** Failure type: the permit has a hold, so the cell may not start. Final. */
  String HELD = "PermitHeld";

  /**
   * Makes the cell's network, volume, key file and container; starts nothing. Of a cell that was
   * there before it makes again what is missing.
   */
  void createCell(UUID cell);

  /**
   * Starts the cell, unless it runs or its permit is held, and returns once it answers; a cell that
   * nobody owns yet has gone through its first turn then, if its image's is slow. What starts has
   * the newest of its cell's keys for models, and until then the processors its image wants for it.
   * Heartbeats at least every 5 s while it waits.
   */
  void startCell(UUID cell);

  /**
   * Stops the cell within its image's stop timeout; one that does not run is stopped. Heartbeats at
   * least every 5 s.
   */
  void stopCell(UUID cell);

  /**
   * Removes container, network and volume; what is not there counts as removed, and so does
   * everything on a node that is deleted.
   */
  void destroyCell(UUID cell);

  /** Makes the first mutual-TLS contact, which voids the enrolment token; polls by retry. */
  void contactNode(UUID node);

  /** Brings the agent image of the node's region onto the node. Heartbeats at least every 5 s. */
  void ensureImage(UUID node);

  /**
   * Follows the node's Docker events and returns as soon as a cell that should run does not: which,
   * and why. Lists on every (re)connect, so nothing between two calls is missed. Runs long, with
   * heartbeats at least every 5 s. A cell should run if it is warm, or claimed by an instance that
   * is {@code running}.
   */
  Seen watchNode(UUID node);

  record Seen(List<StoppedCell> stopped) {}

  /** {@code exitCode} is absent when the container is not there at all. */
  record StoppedCell(UUID cell, @Nullable Long exitCode, boolean outOfMemory) {}
}
