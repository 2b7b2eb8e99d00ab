package dev.clawstead.activities.records;

import dev.clawstead.activities.records.FleetSettings.RegionSettings;
import dev.clawstead.db.node.Endings;
import dev.clawstead.db.node.Nodes;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Size;
import dev.clawstead.domain.Word;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;

/** The rows of nodes and regions in PostgreSQL. */
public final class NodeRecordsActivitiesImpl implements NodeRecordsActivities {

  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final Nodes nodes;
  private final Endings endings;
  private final FleetSettings settings;

  public NodeRecordsActivitiesImpl(DSLContext db, FleetSettings settings) {
    this.nodes = new Nodes(db);
    this.endings = new Endings(db);
    this.settings = settings;
  }

  @Override
  public Region region(String name) {
    return RecordsFailures.run(
        () -> {
          RegionSettings region = settings.region(name);
          return new Region(
              name,
              region.nodes(),
              region.location(),
              region.serverTypes(),
              settings.agentImage(),
              sizes(region),
              nodes.live(name).stream().map(n -> new NodeState(n.id(), n.state().word())).toList());
        });
  }

  @Override
  public List<UUID> plan(String region) {
    return RecordsFailures.run(
        () -> nodes.plan(region, settings.agentImage(), settings.region(region).nodes()));
  }

  @Override
  public Node find(UUID id) {
    return RecordsFailures.run(() -> node(id));
  }

  @Override
  public void placed(Placed placed) {
    RecordsFailures.run(
        () ->
            nodes.placed(
                placed.node(),
                new Nodes.Place(
                    placed.serverType(),
                    placed.location(),
                    placed.memoryBytes(),
                    placed.address())));
  }

  @Override
  public void awaitEnrolled(UUID id) {
    boolean enrolled =
        RecordsFailures.run(() -> nodes.find(id).orElseThrow(() -> unknown(id)).enrolled());
    if (!enrolled) {
      throw ApplicationFailure.newBuilder()
          .setType(NOT_ENROLLED)
          .setMessage("node " + id + " has not asked for its certificate yet")
          .setNextRetryDelay(ASK_AGAIN)
          .setCategory(ApplicationErrorCategory.BENIGN)
          .build();
    }
  }

  @Override
  public void ready(UUID node) {
    RecordsFailures.run(() -> nodes.ready(node));
  }

  @Override
  public void failed(Failed failed) {
    RecordsFailures.run(() -> nodes.failed(failed.node(), failed.problem()));
  }

  @Override
  public List<OwnedCell> deleting(UUID node) {
    return owned(RecordsFailures.run(() -> endings.deleting(node)));
  }

  @Override
  public void deleted(UUID node) {
    RecordsFailures.run(() -> endings.deleted(node));
  }

  @Override
  public List<OwnedCell> stopped(Stopped stopped) {
    return owned(RecordsFailures.run(() -> nodes.stopped(stopped.node(), stopped.cells())));
  }

  private Node node(UUID id) {
    Nodes.Node node = nodes.find(id).orElseThrow(() -> unknown(id));
    return new Node(node.id(), node.region(), node.image(), node.state().word(), node.address());
  }

  /** Those with a pool, and those that a customer can order without one. */
  private static List<String> sizes(RegionSettings region) {
    return Arrays.stream(Size.values())
        .map(Word::word)
        .filter(
            s ->
                region.poolTargets().containsKey(s)
                    || Arrays.stream(Plan.values())
                        .anyMatch(p -> p.orderable() && p.size().word().equals(s)))
        .toList();
  }

  private static List<OwnedCell> owned(Map<UUID, UUID> instanceByCell) {
    return instanceByCell.entrySet().stream()
        .map(e -> new OwnedCell(e.getKey(), e.getValue()))
        .toList();
  }

  private static IllegalArgumentException unknown(UUID node) {
    return new IllegalArgumentException("there is no node " + node);
  }
}
