package dev.clawstead.workflows.world;

import dev.clawstead.activities.records.NodeRecordsActivities;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The nodes' records over the same maps. */
final class NodeRows implements NodeRecordsActivities {

  private final Rows rows;

  NodeRows(Rows rows) {
    this.rows = rows;
  }

  @Override
  public Region region(String name) {
    List<NodeState> live =
        rows.nodes.entrySet().stream()
            .filter(node -> !node.getValue().equals("deleted"))
            .map(node -> new NodeState(node.getKey(), node.getValue()))
            .toList();
    return new Region(
        name,
        rows.nodesWanted,
        "fsn1",
        List.of("cx33", "cx43"),
        "agent-lite",
        List.of("small"),
        live);
  }

  @Override
  public List<UUID> plan(String region) {
    List<UUID> planned = new ArrayList<>();
    Set<String> counted = Set.of("ordered", "enrolling", "ready");
    while (rows.nodes.values().stream().filter(counted::contains).count() < rows.nodesWanted) {
      UUID node = rows.mint(7);
      rows.nodes.put(node, "ordered");
      planned.add(node);
    }
    return planned;
  }

  @Override
  public Node find(UUID node) {
    return new Node(node, "fsn1", "agent-lite", rows.nodes.getOrDefault(node, "deleted"), null);
  }

  @Override
  public void placed(Placed placed) {
    rows.nodes.replace(placed.node(), "ordered", "enrolling");
  }

  @Override
  public void awaitEnrolled(UUID node) {
    if (!rows.enrols) {
      throw ApplicationFailure.newFailure("not yet", NOT_ENROLLED);
    }
  }

  @Override
  public void ready(UUID node) {
    rows.nodes.replace(node, "enrolling", "ready");
  }

  @Override
  public void failed(Failed failed) {
    rows.nodes.put(failed.node(), "failed");
    rows.problem = failed.problem();
  }

  @Override
  public List<OwnedCell> deleting(UUID node) {
    rows.nodes.put(node, "deleting");
    List<OwnedCell> owned = new ArrayList<>();
    rows.cells.forEach(
        (id, cell) -> {
          if (cell.node.equals(node) && cell.instance != null) {
            owned.add(new OwnedCell(id, cell.instance));
          }
        });
    return owned;
  }

  @Override
  public void deleted(UUID node) {
    rows.nodes.put(node, "deleted");
    rows.cells.values().stream()
        .filter(cell -> cell.node.equals(node))
        .forEach(cell -> cell.state = "deleted");
  }

  @Override
  public List<OwnedCell> stopped(Stopped stopped) {
    List<OwnedCell> owned = new ArrayList<>();
    for (UUID id : stopped.cells()) {
      var cell = rows.cells.get(id);
      if (cell != null && cell.instance != null) {
        owned.add(new OwnedCell(id, cell.instance));
      } else if (cell != null && cell.state.equals("warm")) {
        cell.state = "stopped";
      }
    }
    return owned;
  }
}
