package dev.clawstead.activities.docker;

import com.github.dockerjava.api.DockerClient;
import dev.clawstead.activities.ledger.Outside;
import dev.clawstead.activities.ledger.ProviderException;
import dev.clawstead.db.effect.Effect;
import java.time.Duration;
import java.util.Optional;

/** A cell's volume. Engines "create" a volume that is there already, whoever's it is. */
record CellVolume(DockerClient docker, CellLabels labels, Duration appearsWithin)
    implements Outside {

  @Override
  public Duration landsWithin() {
    return Duration.ZERO;
  }

  @Override
  public Optional<String> find(Effect row) throws ProviderException {
    var found = EngineCalls.find(() -> docker.inspectVolumeCmd(row.name()).exec());
    if (found.isPresent() && !labels.areOf(row, found.get().getLabels())) {
      throw DockerFailures.nameTaken("volume " + row.name());
    }
    return found.map(v -> v.getName());
  }

  @Override
  public boolean exists(String externalId) throws ProviderException {
    return EngineCalls.find(() -> docker.inspectVolumeCmd(externalId).exec()).isPresent();
  }

  @Override
  public String make(Effect row) throws ProviderException {
    var made =
        EngineCalls.call(
            () -> docker.createVolumeCmd().withName(row.name()).withLabels(labels.of(row)).exec());
    if (!labels.areOf(row, made.getLabels())) {
      throw DockerFailures.nameTaken("volume " + row.name());
    }
    return made.getName();
  }

  @Override
  public void remove(String externalId) throws ProviderException {
    EngineCalls.runIfThere(() -> docker.removeVolumeCmd(externalId).exec());
  }
}
