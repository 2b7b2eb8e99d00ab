package dev.clawstead.activities.docker;

import com.github.dockerjava.api.DockerClient;
import dev.clawstead.activities.ledger.Ledger;
import dev.clawstead.activities.ledger.ProviderException;
import dev.clawstead.db.cell.Cell;
import dev.clawstead.db.effect.Intent;
import dev.clawstead.domain.CellSubnet;
import dev.clawstead.secrets.PlatformSecret;
import java.time.Duration;

/** The set of objects that is a cell on its node: network, volume, key file and container. */
final class CellObjects {

  static final String OWNER = "cell";
  static final String CONTAINER = "container";
  private static final String NETWORK = "network";
  private static final String VOLUME = "volume";

  /** Longer than an engine works on a request whose caller has gone. */
  private static final Duration APPEARS_WITHIN = Duration.ofSeconds(30);

  private final Ledger ledger;
  private final DockerSettings settings;
  private final PlatformSecret secret;

  CellObjects(Ledger ledger, DockerSettings settings, PlatformSecret secret) {
    this.ledger = ledger;
    this.settings = settings;
    this.secret = secret;
  }

  void create(Cell cell, DockerClient docker) throws ProviderException {
    CellLabels labels = new CellLabels(settings.installation(), cell.id());
    String network = ledger.create(intent(cell, NETWORK), network(cell, docker, labels));
    String volume =
        ledger.create(intent(cell, VOLUME), new CellVolume(docker, labels, APPEARS_WITHIN));
    CellBlueprint blueprint =
        new CellBlueprint(cell, settings.image(cell.image().word()).reference(), network, volume);
    String container =
        ledger.create(
            intent(cell, CONTAINER), new CellContainer(docker, labels, blueprint, APPEARS_WITHIN));
    writeKeyFile(cell, docker, container);
  }

  void destroy(Cell cell, DockerClient docker) {
    CellLabels labels = new CellLabels(settings.installation(), cell.id());
    String id = cell.id().toString();
    CellBlueprint none = new CellBlueprint(cell, "", "", "");
    ledger.delete(OWNER, id, CONTAINER, new CellContainer(docker, labels, none, APPEARS_WITHIN));
    ledger.delete(OWNER, id, NETWORK, network(cell, docker, labels));
    ledger.delete(OWNER, id, VOLUME, new CellVolume(docker, labels, APPEARS_WITHIN));
  }

  private static CellNetwork network(Cell cell, DockerClient docker, CellLabels labels) {
    return new CellNetwork(docker, labels, new CellSubnet(cell.port()), APPEARS_WITHIN);
  }

  /**
   * Always the same file for the same versions of the keys, so that a repeat changes nothing; a
   * running agent has read it.
   */
  void writeKeyFile(Cell cell, DockerClient docker, String container) throws ProviderException {
    var state = EngineCalls.call(() -> docker.inspectContainerCmd(container).exec()).getState();
    if (Boolean.TRUE.equals(state.getRunning())) {
      return;
    }
    KeyFile file =
        new KeyFile(
            cell.id(),
            cell.slug(),
            secret.cellKey(cell.id(), cell.keyVersion()),
            settings.origin(cell.slug()),
            "http://" + settings.gatewayAddress(),
            secret.modelKey(cell.id(), cell.modelKeyVersion()));
    EngineCalls.run(
        () ->
            docker
                .copyArchiveToContainerCmd(container)
                .withRemotePath(cell.image().statePath())
                .withTarInputStream(file.asTar())
                .exec());
  }

  private static Intent intent(Cell cell, String kind) {
    return new Intent(
        "docker",
        kind,
        OWNER,
        cell.id().toString(),
        cell.node().toString(),
        id -> "cell-" + cell.slug());
  }
}
