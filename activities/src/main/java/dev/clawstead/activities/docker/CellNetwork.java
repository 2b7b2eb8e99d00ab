package dev.clawstead.activities.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Network;
import dev.clawstead.activities.ledger.Outside;
import dev.clawstead.activities.ledger.ProviderException;
import dev.clawstead.db.effect.Effect;
import dev.clawstead.domain.CellSubnet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A cell's own bridge. Engines allow two networks of one name, so ours are told by their labels,
 * and every use is by id.
 */
record CellNetwork(
    DockerClient docker, CellLabels labels, CellSubnet subnet, Duration appearsWithin)
    implements Outside {

  @Override
  public Duration landsWithin() {
    return Duration.ZERO;
  }

  @Override
  public Optional<String> find(Effect row) throws ProviderException {
    List<Network> named =
        EngineCalls.call(() -> docker.listNetworksCmd().withNameFilter(row.name()).exec());
    // The engine's filter matches parts of names.
    List<Network> exact = named.stream().filter(n -> n.getName().equals(row.name())).toList();
    Optional<String> ours =
        exact.stream()
            .filter(n -> labels.areOf(row, n.getLabels()))
            .map(Network::getId)
            .sorted()
            .findFirst();
    if (ours.isEmpty() && !exact.isEmpty()) {
      throw DockerFailures.nameTaken("network " + row.name());
    }
    return ours;
  }

  @Override
  public boolean exists(String externalId) throws ProviderException {
    return EngineCalls.find(() -> docker.inspectNetworkCmd().withNetworkId(externalId).exec())
        .isPresent();
  }

  @Override
  public String make(Effect row) throws ProviderException {
    return EngineCalls.call(
            () ->
                docker
                    .createNetworkCmd()
                    .withName(row.name())
                    .withDriver("bridge")
                    .withCheckDuplicate(true)
                    .withIpam(
                        new Network.Ipam()
                            .withConfig(new Network.Ipam.Config().withSubnet(subnet.cidr())))
                    .withLabels(labels.of(row))
                    .exec())
        .getId();
  }

  @Override
  public void remove(String externalId) throws ProviderException {
    EngineCalls.runIfThere(() -> docker.removeNetworkCmd(externalId).exec());
  }
}
