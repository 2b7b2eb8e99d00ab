package dev.clawstead.activities.records;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of nodes and of the regions that own them. */
@ActivityInterface(namePrefix = "NodeRecords.")
public interface NodeRecordsActivities {

  /** Failure type: the node has not asked for its certificate yet. Retryable, BENIGN. */
  String NOT_ENROLLED = "NotEnrolled";

  /** Reads a region: what is configured and what is there. */
  Region region(String name);

  /**
   * Mints node rows ({@code ordered}) until the region has as many as configured that are ordered,
   * enrolling or ready, and returns them. Rows that a lost answer left behind are in the next
   * {@link #region}.
   */
  List<UUID> plan(String region);

  /** What the workflow that starts without memory of it must know of a node. */
  Node find(UUID node);

  /** The provider made the server: remembers where, with how much memory, and its address. */
  void placed(Placed placed);

  /** Returns once the node holds its certificate, else fails with {@link #NOT_ENROLLED}. */
  void awaitEnrolled(UUID node);

  /** The node answered over mutual TLS and has its images: cells may be placed on it. */
  void ready(UUID node);

  /** The node cannot be used: says why to the operator. */
  void failed(Failed failed);

  /**
   * No new cell may come to the node; returns its cells that have an owner. A deleted node stays
   * deleted.
   */
  List<OwnedCell> deleting(UUID node);

  /**
   * The server is gone, and with it everything on it: its cells are {@code deleted}, their effects
   * {@code absent}, and routes without an owner {@code gone}.
   */
  void deleted(UUID node);

  /**
   * The node's cells that the database holds as running but that were seen stopped: warm ones
   * become {@code stopped}, owned ones are returned with their instance.
   */
  List<OwnedCell> stopped(Stopped stopped);

  /** {@code sizes} are those a customer can order here or that have a pool. */
  record Region(
      String name,
      int nodes,
      String location,
      List<String> serverTypes,
      String image,
      List<String> sizes,
      List<NodeState> live) {}

  /** A node that is not deleted. */
  record NodeState(UUID id, String state) {}

  record Node(UUID id, String region, String image, String state, @Nullable String address) {}

  record Placed(UUID node, String serverType, String location, long memoryBytes, String address) {}

  record Failed(UUID node, String problem) {}

  record Stopped(UUID node, List<UUID> cells) {}

  record OwnedCell(UUID cell, UUID instance) {}
}
