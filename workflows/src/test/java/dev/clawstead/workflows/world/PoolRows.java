package dev.clawstead.workflows.world;

import dev.clawstead.activities.records.PoolRecordsActivities;
import dev.clawstead.workflows.world.Rows.CellRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** The pools' records over the same maps. A plan whose answer is lost leaves rows, as it would. */
final class PoolRows implements PoolRecordsActivities {

  private final Rows rows;

  PoolRows(Rows rows) {
    this.rows = rows;
  }

  @Override
  public Snapshot snapshot(Pool pool) {
    return new Snapshot(
        "agent-lite",
        rows.target,
        rows.paused,
        (int) rows.count("warm"),
        in("creating"),
        in("stopped"),
        in("quarantined"),
        rows.room,
        0);
  }

  private List<UUID> in(String state) {
    return rows.cells.entrySet().stream()
        .filter(e -> e.getValue().instance == null && e.getValue().state.equals(state))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public List<UUID> plan(Plan plan) {
    List<UUID> planned = new ArrayList<>();
    for (int n = 0; n < plan.count() && rows.room > 0 && lacks(); n++) {
      rows.room--;
      planned.add(rows.addCell("creating", rows.nodes.keySet().iterator().next()));
    }
    return planned;
  }

  private boolean lacks() {
    return rows.count("warm") + rows.count("creating") + rows.count("stopped") < rows.target;
  }

  @Override
  public boolean warm(UUID cell) {
    CellRow row = Objects.requireNonNull(rows.cells.get(cell));
    if (Set.of("creating", "stopped").contains(row.state)) {
      row.state = "warm";
    }
    return row.state.equals("warm");
  }

  @Override
  public void quarantined(Quarantined quarantined) {
    CellRow row = Objects.requireNonNull(rows.cells.get(quarantined.cell()));
    if (Set.of("creating", "stopped", "warm").contains(row.state)) {
      row.state = "quarantined";
    }
  }

  @Override
  public void deleted(UUID cell) {
    CellRow row = Objects.requireNonNull(rows.cells.get(cell));
    if (!row.state.equals("deleted")) {
      row.state = "deleted";
      rows.room++;
    }
  }
}
