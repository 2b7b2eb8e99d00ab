package dev.clawstead.activities.docker;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import dev.clawstead.activities.ledger.Ledger;
import dev.clawstead.activities.ledger.ProviderException;
import dev.clawstead.db.cell.Cell;
import dev.clawstead.db.cell.Cells;
import dev.clawstead.db.effect.Effect;
import dev.clawstead.db.effect.Effects;
import dev.clawstead.db.node.Nodes;
import dev.clawstead.db.node.Nodes.Node;
import dev.clawstead.domain.CellState;
import dev.clawstead.domain.EffectState;
import dev.clawstead.domain.NodeState;
import dev.clawstead.secrets.PlatformSecret;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Docker through docker-java, one engine a node. */
public final class DockerActivitiesImpl implements DockerActivities, AutoCloseable {

  private static final String NOT_MADE = "CellNotMade";

  private final Cells cells;
  private final Nodes nodes;
  private final Effects effects;
  private final NodeEngines engines;
  private final DockerSettings settings;
  private final CellObjects objects;
  private final PlatformSecret secret;
  private final Probe probe = new Probe();
  private final WarmUp warmUp = new WarmUp();

  public DockerActivitiesImpl(
      DSLContext db, NodeEngines engines, DockerSettings settings, PlatformSecret secret) {
    this.cells = new Cells(db);
    this.nodes = new Nodes(db);
    this.effects = new Effects(db);
    this.engines = engines;
    this.settings = settings;
    this.secret = secret;
    this.objects = new CellObjects(new Ledger(effects, Clock.systemUTC()), settings, secret);
  }

  @Override
  public void createCell(UUID id) {
    Cell cell = cell(id);
    if (isEnding(cell)) {
      throw ApplicationFailure.newNonRetryableFailure(
          "cell " + id + " is " + cell.state().word() + ": it is not made again", Ledger.ENDING);
    }
    try {
      objects.create(cell, engine(cell).calls());
    } catch (ProviderException e) {
      throw e.failure();
    }
  }

  @Override
  public void startCell(UUID id) {
    if (!cells.mayRun(id)) {
      throw ApplicationFailure.newNonRetryableFailure(
          "cell " + id + " may not run: its permit is held or names another cell", HELD);
    }
    Cell cell = cell(id);
    Heart heart = Heart.ofThisActivity();
    NodeEngine engine = engine(cell);
    String container =
        container(id)
            .orElseThrow(
                () ->
                    ApplicationFailure.newNonRetryableFailure(
                        "cell " + id + " has no container", NOT_MADE));
    boolean warmsUp = WarmUp.isFor(cell);
    if (warmsUp) {
      cells.starting(id);
    }
    try {
      if (cell.modelKeyVersion() > 1) {
        // Its first file came with its making; whoever replaces its key has it started again.
        objects.writeKeyFile(cell, engine.calls(), container);
      }
      try (var _ = StartBoost.begin(engine.calls(), container, cell)) {
        EngineCalls.run(() -> engine.calls().startContainerCmd(container).exec());
        probe.awaitAnswer(cell, heart, () -> end(engine, container));
        if (warmsUp) {
          warmUp.turn(cell, secret.cellKey(id, cell.keyVersion()), heart);
        }
      }
    } catch (ProviderException e) {
      throw e.failure();
    } catch (InterruptedException e) {
      throw Heart.interrupted();
    }
  }

  @Override
  public void stopCell(UUID id) {
    Cell cell = cell(id);
    Optional<String> container = container(id);
    if (container.isEmpty() || cell.nodeState() == NodeState.DELETED) {
      return;
    }
    NodeEngine engine = engine(cell);
    int seconds = Math.toIntExact(cell.image().stopTimeout().toSeconds());
    try {
      Heart.ofThisActivity()
          .beatingWhile(
              () -> {
                stop(engine, container.get(), seconds);
                return true;
              });
    } catch (InterruptedException e) {
      throw Heart.interrupted();
    }
  }

  private static void stop(NodeEngine engine, String container, int seconds) {
    try {
      EngineCalls.runIfThere(
          () -> engine.streams().stopContainerCmd(container).withTimeout(seconds).exec());
    } catch (ProviderException e) {
      throw e.failure();
    }
  }

  @Override
  public void destroyCell(UUID id) {
    Cell cell = cell(id);
    if (cell.nodeState() == NodeState.DELETED) {
      return;
    }
    objects.destroy(cell, engine(cell).calls());
  }

  @Override
  public void contactNode(UUID id) {
    Node node = node(id);
    try {
      NodeEngine engine = engine(id, node.address());
      EngineCalls.run(() -> engine.calls().pingCmd().exec());
    } catch (ProviderException e) {
      throw stillWaiting(node, e.failure());
    } catch (ApplicationFailure e) {
      throw e.isNonRetryable() ? e : stillWaiting(node, e);
    }
    nodes.contacted(id);
  }

  @Override
  public void ensureImage(UUID id) {
    Node node = node(id);
    try {
      NodeImages.ensure(
          engine(id, node.address()), settings.image(node.image()), Heart.ofThisActivity());
    } catch (ProviderException e) {
      throw e.failure();
    } catch (InterruptedException e) {
      throw Heart.interrupted();
    } catch (ApplicationFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw DockerFailures.of(e).failure();
    }
  }

  @Override
  public Seen watchNode(UUID id) {
    Node node = node(id);
    if (node.state() == NodeState.DELETED) {
      engines.forget(id);
      return new Seen(List.of());
    }
    try {
      return new NodeWatch(cells, settings.installation())
          .watch(id, engine(id, node.address()), Heart.ofThisActivity());
    } catch (ProviderException e) {
      throw e.failure();
    } catch (InterruptedException e) {
      throw Heart.interrupted();
    }
  }

  @Override
  public void close() {
    probe.close();
    warmUp.close();
    engines.close();
  }

  private NodeEngine engine(Cell cell) {
    return engine(cell.node(), cell.address());
  }

  private NodeEngine engine(UUID node, @Nullable String address) {
    if (address == null) {
      throw ApplicationFailure.newFailure("node " + node + " has no address yet", NODE_UNREACHABLE);
    }
    return EngineCalls.orFail(() -> engines.of(node, address));
  }

  private static Optional<String> end(NodeEngine engine, String container) {
    ContainerState state =
        EngineCalls.orFail(() -> engine.calls().inspectContainerCmd(container).exec()).getState();
    if (Boolean.TRUE.equals(state.getRunning())) {
      return Optional.empty();
    }
    return Optional.of(
        Boolean.TRUE.equals(state.getOOMKilled())
            ? "ran out of memory"
            : "ended with exit code " + state.getExitCodeLong());
  }

  private Optional<String> container(UUID cell) {
    return effects
        .open(CellObjects.OWNER, cell.toString(), CellObjects.CONTAINER)
        .filter(e -> e.state() == EffectState.PRESENT)
        .map(Effect::externalId)
        .map(Objects::requireNonNull);
  }

  private static boolean isEnding(Cell cell) {
    return cell.state() == CellState.QUARANTINED
        || cell.state() == CellState.DELETING
        || cell.state() == CellState.DELETED;
  }

  private Cell cell(UUID id) {
    return cells
        .find(id)
        .orElseThrow(
            () -> ApplicationFailure.newNonRetryableFailure("there is no cell " + id, NOT_MADE));
  }

  private Node node(UUID id) {
    return nodes
        .find(id)
        .orElseThrow(
            () ->
                ApplicationFailure.newNonRetryableFailure(
                    "there is no node " + id, NODE_UNREACHABLE));
  }

  private static ApplicationFailure stillWaiting(Node node, ApplicationFailure cause) {
    return ApplicationFailure.newBuilder()
        .setType(NODE_UNREACHABLE)
        .setMessage("node " + node.id() + " does not answer yet: " + cause.getOriginalMessage())
        .setNextRetryDelay(Duration.ofSeconds(1))
        .setCategory(ApplicationErrorCategory.BENIGN)
        .build();
  }
}
