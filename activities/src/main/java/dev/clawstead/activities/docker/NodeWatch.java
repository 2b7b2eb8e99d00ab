package dev.clawstead.activities.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import dev.clawstead.activities.docker.DockerActivities.Seen;
import dev.clawstead.activities.docker.DockerActivities.StoppedCell;
import dev.clawstead.activities.ledger.ProviderException;
import dev.clawstead.db.cell.Cells;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Follows one node. Events only say when and at whom to look: the stream may lose some, so that a
 * list, taken now and then, is what counts. A node that cannot be asked has said nothing about its
 * cells.
 */
final class NodeWatch {

  private static final int BEATS_PER_LIST = 8;
  private static final Set<String> RUNS = Set.of("running", "paused");

  private final Cells cells;
  private final String installation;

  NodeWatch(Cells cells, String installation) {
    this.cells = cells;
    this.installation = installation;
  }

  /** Returns as soon as a cell that should run does not. */
  Seen watch(UUID node, NodeEngine engine, Heart heart)
      throws InterruptedException, ProviderException {
    while (true) {
      try (Deaths deaths = new Deaths()) {
        engine
            .streams()
            .eventsCmd()
            .withEventTypeFilter(EventType.CONTAINER)
            .withEventFilter("die")
            .withLabelFilter(CellLabels.INSTALLATION + "=" + installation)
            .exec(deaths);
        while (!deaths.isOver()) {
          List<StoppedCell> stopped = look(node, engine.calls(), deaths.taken());
          if (!stopped.isEmpty()) {
            return new Seen(stopped);
          }
          deaths.await(heart);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** {@code died}: containers of which a list may still say that they run. */
  private List<StoppedCell> look(UUID node, DockerClient docker, Set<String> died)
      throws ProviderException {
    // In this order: a cell that comes up after the first read cannot be missed by the list.
    Set<UUID> suspects = cells.shouldRun(node);
    if (suspects.isEmpty()) {
      return List.of();
    }
    Map<UUID, Container> there = list(docker);
    suspects.removeIf(
        cell -> {
          Container container = there.get(cell);
          return container != null
              && RUNS.contains(container.getState())
              && !died.contains(container.getId());
        });
    List<StoppedCell> stopped = new ArrayList<>();
    for (UUID suspect : suspects) {
      stopped(docker, suspect, there.get(suspect)).ifPresent(stopped::add);
    }
    if (!stopped.isEmpty()) {
      // A restart or removal that began in between is no death.
      Set<UUID> still = cells.shouldRun(node);
      stopped.removeIf(s -> !still.contains(s.cell()));
    }
    return stopped;
  }

  private Map<UUID, Container> list(DockerClient docker) throws ProviderException {
    List<Container> all =
        EngineCalls.call(
            () ->
                docker
                    .listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(Map.of(CellLabels.INSTALLATION, installation))
                    .exec());
    Map<UUID, Container> byCell = new HashMap<>();
    for (Container container : all) {
      String cell = container.getLabels().get(CellLabels.CELL);
      if (cell != null) {
        byCell.put(UUID.fromString(cell), container);
      }
    }
    return byCell;
  }

  private static Optional<StoppedCell> stopped(
      DockerClient docker, UUID cell, @Nullable Container container) throws ProviderException {
    if (container == null) {
      return Optional.of(new StoppedCell(cell, null, false));
    }
    var now = EngineCalls.find(() -> docker.inspectContainerCmd(container.getId()).exec());
    if (now.isEmpty()) {
      return Optional.of(new StoppedCell(cell, null, false));
    }
    ContainerState state = now.get().getState();
    if (Boolean.TRUE.equals(state.getRunning())) {
      return Optional.empty();
    }
    return Optional.of(
        new StoppedCell(cell, state.getExitCodeLong(), Boolean.TRUE.equals(state.getOOMKilled())));
  }

  /** The event stream: wakes whoever waits, and says when it has broken off. */
  private static final class Deaths extends ResultCallback.Adapter<Event> {

    private final Semaphore wake = new Semaphore(0);

    /** Docker tells of a death before it puts it on its list. */
    private final Set<String> died = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean over = new AtomicBoolean();

    /** What happened before the engine told us of events has to be looked up. */
    @Override
    public void onStart(Closeable stream) {
      super.onStart(stream);
      wake.release();
    }

    @Override
    public void onNext(Event event) {
      if (event.getActor() != null) {
        died.add(event.getActor().getId());
      }
      wake.release();
    }

    @Override
    public void onError(Throwable cause) {
      super.onError(cause);
      end();
    }

    @Override
    public void onComplete() {
      super.onComplete();
      end();
    }

    private void end() {
      over.set(true);
      wake.release();
    }

    boolean isOver() {
      return over.get();
    }

    /** Who died since this was asked last. */
    Set<String> taken() {
      Set<String> taken = Set.copyOf(died);
      died.removeAll(taken);
      return taken;
    }

    void await(Heart heart) throws InterruptedException {
      for (int beats = 0; beats < BEATS_PER_LIST; beats++) {
        heart.beat();
        if (wake.tryAcquire(Heart.BEAT_SECONDS, TimeUnit.SECONDS)) {
          wake.drainPermits();
          return;
        }
      }
    }
  }
}
