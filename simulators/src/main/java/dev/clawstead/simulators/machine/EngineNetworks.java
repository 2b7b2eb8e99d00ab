package dev.clawstead.simulators.machine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import dev.clawstead.simulators.address.Cidr;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The installation's bridge networks in the local engine. */
final class EngineNetworks {

  private static final Logger LOG = System.getLogger(EngineNetworks.class.getName());
  private static final int PUBLIC_PREFIX = 20;

  private final DockerClient docker;
  private final String prefix;
  private final Map<String, String> labels;

  EngineNetworks(DockerClient docker, String prefix, Map<String, String> labels) {
    this.docker = docker;
    this.prefix = prefix;
    this.labels = labels;
  }

  /** Finds or makes the public network, in the remembered range if there is one. */
  PublicNetwork open(@Nullable Cidr remembered) {
    Network existing = named(prefix);
    if (existing != null) {
      return describe(existing);
    }
    if (remembered != null) {
      make(prefix, remembered);
    } else {
      makeSomewhereFree();
    }
    Network made = named(prefix);
    if (made == null) {
      throw new IllegalStateException("network " + prefix + " vanished right after it was made");
    }
    return describe(made);
  }

  /** The name of the private network, made on first use. */
  String open(Attachment attachment) {
    String name = nameOf(attachment.networkId());
    if (named(name) == null) {
      make(name, attachment.range());
    }
    return name;
  }

  String nameOf(long networkId) {
    return prefix + "-net-" + networkId;
  }

  Optional<String> collision(String ownName, Cidr range) {
    for (Map.Entry<String, List<Cidr>> taken : taken().entrySet()) {
      if (!taken.getKey().equals(ownName) && taken.getValue().stream().anyMatch(range::overlaps)) {
        return Optional.of(taken.getKey());
      }
    }
    return Optional.empty();
  }

  /** Removes a network with everything still plugged into it; false where one cannot be. */
  boolean remove(String name) {
    if (named(name) == null) {
      return true;
    }
    try {
      Network network = docker.inspectNetworkCmd().withNetworkId(name).exec();
      for (String container : network.getContainers().keySet()) {
        docker
            .disconnectFromNetworkCmd()
            .withNetworkId(name)
            .withContainerId(container)
            .withForce(true)
            .exec();
      }
      docker.removeNetworkCmd(name).exec();
      return true;
    } catch (NotFoundException e) {
      return true;
    } catch (DockerException e) {
      // A container that is just being removed can neither stay nor be unplugged.
      LOG.log(Level.DEBUG, "network " + name + " is still held", e);
      return false;
    }
  }

  List<Network> own() {
    return docker.listNetworksCmd().exec().stream()
        .filter(network -> network.getLabels() != null)
        .filter(network -> network.getLabels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  private void makeSomewhereFree() {
    DockerException refusal = null;
    for (int i = 18 * 16; i < 32 * 16; i++) {
      Cidr range = Cidr.around("172." + i / 16 + "." + i % 16 * 16 + ".0", PUBLIC_PREFIX);
      if (collision(prefix, range).isPresent()) {
        continue;
      }
      try {
        make(prefix, range);
        return;
      } catch (DockerException e) {
        // Somebody took the range since we looked.
        refusal = e;
      }
    }
    throw new IllegalStateException("no free range in 172.18.0.0 to 172.31.255.255", refusal);
  }

  private void make(String name, Cidr range) {
    docker
        .createNetworkCmd()
        .withName(name)
        .withDriver("bridge")
        .withCheckDuplicate(true)
        .withLabels(labels)
        .withIpam(
            new Network.Ipam()
                .withConfig(
                    new Network.Ipam.Config()
                        .withSubnet(range.toString())
                        .withGateway(range.address(1))))
        .exec();
  }

  private @Nullable Network named(String name) {
    return docker.listNetworksCmd().withNameFilter(name).exec().stream()
        .filter(network -> network.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static PublicNetwork describe(Network network) {
    Network.Ipam.Config config = network.getIpam().getConfig().getFirst();
    Cidr subnet = Cidr.of(config.getSubnet());
    String gateway = config.getGateway() == null ? subnet.address(1) : config.getGateway();
    return new PublicNetwork(network.getName(), gateway, subnet);
  }

  /** Ranges in use, by the network's or interface's name. */
  private Map<String, List<Cidr>> taken() {
    Map<String, List<Cidr>> taken = new LinkedHashMap<>();
    for (Network network : docker.listNetworksCmd().exec()) {
      for (Cidr range : ranges(network)) {
        taken.computeIfAbsent(network.getName(), name -> new ArrayList<>()).add(range);
      }
    }
    try {
      NetworkInterface.networkInterfaces()
          .filter(card -> !card.getName().startsWith("br-") && !card.getName().equals("docker0"))
          .forEach(
              card ->
                  card.getInterfaceAddresses().stream()
                      .filter(address -> address.getAddress() instanceof Inet4Address)
                      .forEach(
                          address ->
                              taken
                                  .computeIfAbsent(card.getName(), name -> new ArrayList<>())
                                  .add(range(address))));
    } catch (SocketException e) {
      throw new IllegalStateException("cannot list the machine's network interfaces", e);
    }
    return taken;
  }

  private static Cidr range(InterfaceAddress address) {
    return Cidr.around(address.getAddress().getHostAddress(), address.getNetworkPrefixLength());
  }

  private static List<Cidr> ranges(Network network) {
    if (network.getIpam() == null || network.getIpam().getConfig() == null) {
      return List.of();
    }
    return network.getIpam().getConfig().stream()
        .map(Network.Ipam.Config::getSubnet)
        .filter(subnet -> subnet != null && !subnet.contains(":"))
        .map(Cidr::of)
        .toList();
  }
}
