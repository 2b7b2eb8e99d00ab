package dev.clawstead.workflows.world;

import dev.clawstead.activities.records.InstanceRecordsActivities;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The database as maps; also the instances' records. */
public final class Rows implements InstanceRecordsActivities {

  /** A cell's row. */
  public static final class CellRow {
    public String state;
    public final UUID node;
    public @Nullable UUID instance;
    public int modelKeyVersion = 1;

    CellRow(String state, UUID node) {
      this.state = state;
      this.node = node;
    }
  }

  /** An instance's row and its order's. */
  public static final class InstanceRow {
    public String state = "queued";
    public @Nullable UUID cell;
    public String problem = "";
  }

  public final Map<UUID, InstanceRow> instances = new TreeMap<>();
  public final Map<UUID, CellRow> cells = new TreeMap<>();
  public final Map<UUID, String> nodes = new TreeMap<>();
  public final List<String> events = new ArrayList<>();
  public int room = 0;
  public int target = 0;
  public int nodesWanted = 1;
  public boolean paused;
  public boolean enrols = true;
  public String problem = "";
  private long minted;

  public UUID node() {
    UUID node = mint(7);
    nodes.put(node, "ready");
    return node;
  }

  public UUID warmCell(UUID node) {
    UUID cell = addCell("warm", node);
    return cell;
  }

  public synchronized UUID addCell(String state, UUID node) {
    UUID cell = mint(9);
    cells.put(cell, new CellRow(state, node));
    return cell;
  }

  synchronized UUID mint(long kind) {
    return new UUID(kind, ++minted);
  }

  public InstanceRow instance(UUID id) {
    return instances.computeIfAbsent(id, none -> new InstanceRow());
  }

  @Nullable UUID nodeOf(UUID cell) {
    CellRow row = cells.get(cell);
    return row == null ? null : row.node;
  }

  int modelKeyVersion(UUID cell) {
    CellRow row = cells.get(cell);
    return row == null ? 0 : row.modelKeyVersion;
  }

  boolean isLive(UUID cell) {
    CellRow row = cells.get(cell);
    return row != null && !row.state.equals("deleted");
  }

  boolean ended(UUID instance) {
    return instance(instance).state.equals("deleted");
  }

  boolean nodeIsLive(UUID node) {
    return !nodes.getOrDefault(node, "deleted").equals("deleted");
  }

  public long count(String state) {
    return cells.values().stream().filter(cell -> cell.state.equals(state)).count();
  }

  @Override
  public Claimed claim(UUID id) {
    InstanceRow row = instance(id);
    if (isEnding(row)) {
      return new Claimed(Claimed.ENDED, null, null, null, 0);
    }
    if (row.cell != null) {
      boolean open = row.state.equals("running");
      return new Claimed(open ? Claimed.OPEN : Claimed.PLACED, row.cell, "slug", null, 0);
    }
    for (var entry : cells.entrySet()) {
      if (entry.getValue().state.equals("warm")) {
        give(entry.getKey(), entry.getValue(), id);
        row.state = "running";
        return new Claimed(Claimed.OPEN, entry.getKey(), "slug", null, 0);
      }
    }
    return new Claimed(Claimed.QUEUED, null, null, null, 2);
  }

  @Override
  public Claimed place(UUID id) {
    Claimed claimed = claim(id);
    if (!claimed.status().equals(Claimed.QUEUED)) {
      return claimed;
    }
    if (room == 0) {
      throw ApplicationFailure.newFailure("no room", NO_ROOM);
    }
    room--;
    UUID cell = addCell("creating", nodes.keySet().iterator().next());
    give(cell, Objects.requireNonNull(cells.get(cell)), id);
    instance(id).state = "starting";
    return new Claimed(Claimed.PLACED, cell, "slug", null, 0);
  }

  private void give(UUID cell, CellRow row, UUID instance) {
    row.instance = instance;
    row.state = row.state.equals("warm") ? "claimed" : row.state;
    instance(instance).cell = cell;
  }

  @Override
  public void unplaced(Unplaced unplaced) {
    InstanceRow row = instance(unplaced.instance());
    if (!unplaced.cell().equals(row.cell) || isEnding(row)) {
      return;
    }
    CellRow cell = Objects.requireNonNull(cells.get(row.cell));
    cell.instance = null;
    if (!cell.state.equals("deleted")) {
      cell.state = "quarantined";
      room++;
    }
    row.cell = null;
    row.state = "queued";
  }

  @Override
  public void opened(Opened opened) {
    InstanceRow row = instance(opened.instance());
    if (!isEnding(row)) {
      row.state = "running";
      Objects.requireNonNull(cells.get(opened.cell())).state = "claimed";
      tell(opened.eventKey());
    }
  }

  @Override
  public void interrupted(Interrupted interrupted) {
    InstanceRow row = instance(interrupted.instance());
    if (!isEnding(row)) {
      row.state = interrupted.state();
      tell(interrupted.eventKey());
    }
  }

  @Override
  public void replacingModelKey(ReplacingModelKey replacing) {
    InstanceRow row = instance(replacing.instance());
    if (row.cell != null && !isEnding(row) && !events.contains(replacing.eventKey())) {
      row.state = "restarting";
      Objects.requireNonNull(cells.get(row.cell)).modelKeyVersion++;
      tell(replacing.eventKey());
    }
  }

  @Override
  public void failed(Failed failed) {
    InstanceRow row = instance(failed.instance());
    if (!isEnding(row)) {
      row.state = "failed";
      row.problem = failed.problem();
      tell(failed.eventKey());
    }
  }

  @Override
  public @Nullable UUID closing(Closing closing) {
    InstanceRow row = instance(closing.instance());
    if (!row.state.equals("deleted")) {
      row.state = "deleting";
    }
    tell(closing.eventKey());
    return row.cell;
  }

  @Override
  public void deleted(UUID id) {
    InstanceRow row = instance(id);
    row.state = "deleted";
    CellRow cell = row.cell == null ? null : cells.get(row.cell);
    if (cell != null) {
      cell.state = "deleted";
      cell.instance = null;
    }
  }

  @Override
  public Instance find(UUID id) {
    InstanceRow row = instance(id);
    return new Instance(
        id, id, "name", "fsn1", "small", "agent-lite", row.state, row.cell, null, "slug");
  }

  @Override
  public void note(Note note) {
    tell(note.key());
  }

  private void tell(String key) {
    if (!events.contains(key)) {
      events.add(key);
    }
  }

  private static boolean isEnding(InstanceRow row) {
    return Set.of("deleting", "deleted").contains(row.state);
  }
}
