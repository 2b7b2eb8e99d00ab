package dev.clawstead.activities.docker;

import com.github.dockerjava.api.DockerClient;
import dev.clawstead.activities.ledger.Outside;
import dev.clawstead.activities.ledger.ProviderException;
import dev.clawstead.db.effect.Effect;
import java.time.Duration;
import java.util.Optional;

/** A cell's container. Its name is unique on the node. */
record CellContainer(
    DockerClient docker, CellLabels labels, CellBlueprint blueprint, Duration appearsWithin)
    implements Outside {

  @Override
  public Duration landsWithin() {
    return Duration.ZERO;
  }

  @Override
  public Optional<String> find(Effect row) throws ProviderException {
    var found = EngineCalls.find(() -> docker.inspectContainerCmd(row.name()).exec());
    if (found.isPresent() && !labels.areOf(row, found.get().getConfig().getLabels())) {
      throw DockerFailures.nameTaken("container " + row.name());
    }
    return found.map(c -> c.getId());
  }

  @Override
  public boolean exists(String externalId) throws ProviderException {
    return EngineCalls.find(() -> docker.inspectContainerCmd(externalId).exec()).isPresent();
  }

  @Override
  public String make(Effect row) throws ProviderException {
    return EngineCalls.call(() -> blueprint.apply(docker, row.name(), labels.of(row)).exec())
        .getId();
  }

  @Override
  public void remove(String externalId) throws ProviderException {
    EngineCalls.runIfThere(() -> docker.removeContainerCmd(externalId).withForce(true).exec());
  }
}
