package dev.clawstead.simulators.machine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import dev.clawstead.simulators.address.Cidr;
import java.io.ByteArrayInputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Machines as Docker containers of the local engine, each a node that runs Docker itself. */
public final class DockerMachines implements Machines {

  private static final Logger LOG = System.getLogger(DockerMachines.class.getName());
  private static final String SERVER_LABEL = "dev.clawstead.simulator.server";
  private static final int SHUTDOWN_SECONDS = 20;
  private static final double MEMORY_SHARE_MAX = 0.85;

  private final DockerClient docker;
  private final String prefix;
  private final String image;
  private final Map<String, String> labels;
  private final EngineNetworks networks;
  private final PublicNetwork network;
  private final long memoryBytesMax;
  private volatile boolean givesAllRights = true;

  private DockerMachines(
      DockerClient docker, String installation, String image, @Nullable Cidr remembered) {
    this.docker = docker;
    this.prefix = "cs-sim-" + installation + "-";
    this.image = image;
    this.labels = Map.of("dev.clawstead.simulator", installation);
    this.networks = new EngineNetworks(docker, "clawstead-" + installation, labels);
    this.network = networks.open(remembered);
    long memory = Objects.requireNonNull(docker.infoCmd().exec().getMemTotal(), "MemTotal");
    this.memoryBytesMax = (long) (memory * MEMORY_SHARE_MAX);
  }

  /** Connects to the local engine and opens the installation's network. */
  public static DockerMachines open(String installation, String image, @Nullable Cidr remembered) {
    var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    var http =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .connectionTimeout(Duration.ofSeconds(5))
            .responseTimeout(Duration.ofSeconds(90))
            .build();
    DockerClient docker = DockerClientImpl.getInstance(config, http);
    try {
      docker.pingCmd().exec();
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the Docker engine at " + config.getDockerHost() + " does not answer", e);
    }
    return new DockerMachines(docker, installation, image, remembered);
  }

  @Override
  public PublicNetwork network() {
    return network;
  }

  @Override
  public void create(MachineOrder order) {
    InspectContainerResponse existing = inspect(order.id());
    if (existing != null) {
      if (!isUntouched(existing)) {
        return;
      }
      // An earlier attempt may have been killed before user_data was in place.
      docker.removeContainerCmd(existing.getId()).withForce(true).exec();
    }
    docker.createVolumeCmd().withName(volume(order.id())).withLabels(labels(order.id())).exec();
    boolean isPublic = !order.address().isEmpty();
    HostConfig host =
        (givesAllRights ? NodeHostConfig.privileged() : NodeHostConfig.capable())
            .withMemory(Math.min(order.memoryBytes(), memoryBytesMax))
            .withNetworkMode(
                isPublic ? network.name() : networks.open(order.attachments().getFirst()))
            .withBinds(binds(order.id()))
            .withRestartPolicy(RestartPolicy.noRestart());
    String container =
        docker
            .createContainerCmd(image)
            .withName(name(order.id()))
            .withHostName(order.name())
            .withLabels(labels(order.id()))
            .withIpv4Address(isPublic ? order.address() : order.attachments().getFirst().address())
            .withHostConfig(host)
            .exec()
            .getId();
    docker
        .copyArchiveToContainerCmd(container)
        .withRemotePath("/")
        .withTarInputStream(new ByteArrayInputStream(UserData.tar(order.userData())))
        .exec();
    order.attachments().stream()
        .skip(isPublic ? 0 : 1)
        .forEach(attachment -> connect(order.id(), attachment));
  }

  @Override
  public void start(MachineOrder order) {
    long id = order.id();
    try {
      docker.startContainerCmd(name(id)).exec();
    } catch (NotModifiedException e) {
      // It runs already.
      return;
    } catch (NotFoundException e) {
      throw e;
    } catch (DockerException e) {
      if (!wasPrivileged(id)) {
        throw e;
      }
      LOG.log(Level.INFO, "the engine does not give all rights; listing the needed ones instead");
      givesAllRights = false;
      create(order);
      docker.startContainerCmd(name(id)).exec();
    }
  }

  @Override
  public void shutDown(long id) {
    try {
      docker.stopContainerCmd(name(id)).withTimeout(SHUTDOWN_SECONDS).exec();
    } catch (NotModifiedException e) {
      // It is off already.
      LOG.log(Level.DEBUG, "server {0} is off already", id);
    }
  }

  @Override
  public void powerOff(long id) {
    InspectContainerResponse existing = inspect(id);
    if (existing != null && isOn(existing.getState().getStatus())) {
      docker.killContainerCmd(existing.getId()).exec();
      docker.waitContainerCmd(existing.getId()).start().awaitStatusCode();
    }
  }

  @Override
  public void connect(long id, Attachment attachment) {
    InspectContainerResponse machine = inspect(id);
    String name = networks.open(attachment);
    if (machine == null || machine.getNetworkSettings().getNetworks().containsKey(name)) {
      return;
    }
    docker
        .connectToNetworkCmd()
        .withNetworkId(name)
        .withContainerId(machine.getId())
        .withContainerNetwork(
            new ContainerNetwork()
                .withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(attachment.address())))
        .exec();
  }

  @Override
  public void disconnect(long id, long networkId) {
    InspectContainerResponse machine = inspect(id);
    String name = networks.nameOf(networkId);
    if (machine == null || !machine.getNetworkSettings().getNetworks().containsKey(name)) {
      return;
    }
    docker
        .disconnectFromNetworkCmd()
        .withNetworkId(name)
        .withContainerId(machine.getId())
        .withForce(true)
        .exec();
  }

  @Override
  public void delete(long id) {
    try {
      docker.removeContainerCmd(name(id)).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException e) {
      LOG.log(Level.DEBUG, "server {0} has no container", id);
    }
    try {
      docker.removeVolumeCmd(volume(id)).exec();
    } catch (NotFoundException e) {
      LOG.log(Level.DEBUG, "server {0} has no volume", id);
    }
  }

  @Override
  public boolean deleteNetwork(long networkId) {
    return networks.remove(networks.nameOf(networkId));
  }

  @Override
  public Optional<String> collision(long networkId, Cidr range) {
    return networks.collision(networks.nameOf(networkId), range);
  }

  @Override
  public Map<Long, Power> power() {
    Map<Long, Power> power = new HashMap<>();
    for (Container container : containers()) {
      power.put(id(container), isOn(container.getState()) ? Power.ON : Power.OFF);
    }
    return power;
  }

  @Override
  public void removeAllBut(Set<Long> servers, Set<Long> privateNetworks) {
    for (Container container : containers()) {
      if (!servers.contains(id(container))) {
        LOG.log(Level.INFO, "removing unknown machine {0}", container.getNames()[0]);
        docker.removeContainerCmd(container.getId()).withForce(true).exec();
      }
    }
    for (String volume : volumes()) {
      String id = volume.substring(prefix.length(), volume.length() - "-docker".length());
      if (!servers.contains(Long.valueOf(id))) {
        docker.removeVolumeCmd(volume).exec();
      }
    }
    Set<String> known =
        Stream.concat(Stream.of(network.name()), privateNetworks.stream().map(networks::nameOf))
            .collect(Collectors.toSet());
    networks.own().stream()
        .filter(existing -> !known.contains(existing.getName()))
        .forEach(existing -> networks.remove(existing.getName()));
  }

  @Override
  public List<String> objects() {
    return Stream.of(
            containers().stream().map(container -> "container" + container.getNames()[0]),
            volumes().stream().map(volume -> "volume/" + volume),
            networks.own().stream().map(existing -> "network/" + existing.getName()))
        .flatMap(names -> names)
        .sorted()
        .toList();
  }

  private List<Container> containers() {
    return docker.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec();
  }

  private List<String> volumes() {
    String label = "dev.clawstead.simulator=" + labels.get("dev.clawstead.simulator");
    return docker.listVolumesCmd().withFilter("label", List.of(label)).exec().getVolumes().stream()
        .map(volume -> volume.getName())
        .toList();
  }

  private @Nullable InspectContainerResponse inspect(long id) {
    try {
      return docker.inspectContainerCmd(name(id)).exec();
    } catch (NotFoundException e) {
      return null;
    }
  }

  private boolean wasPrivileged(long id) {
    InspectContainerResponse machine = inspect(id);
    return machine != null
        && isUntouched(machine)
        && Boolean.TRUE.equals(machine.getHostConfig().getPrivileged());
  }

  /** Never started, so nothing on its disk is worth keeping. */
  private static boolean isUntouched(InspectContainerResponse machine) {
    return "created".equals(machine.getState().getStatus());
  }

  private static boolean isOn(@Nullable String state) {
    return "running".equals(state) || "paused".equals(state) || "restarting".equals(state);
  }

  private static long id(Container container) {
    return Long.parseLong(container.getLabels().get(SERVER_LABEL));
  }

  private Map<String, String> labels(long id) {
    Map<String, String> all = new HashMap<>(labels);
    all.put(SERVER_LABEL, Long.toString(id));
    return all;
  }

  private List<Bind> binds(long id) {
    Bind disk = Bind.parse(volume(id) + ":/var/lib/docker");
    // With cgroup v2 a node has a tree of its own; the machine's would be the wrong one to change.
    return Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))
        ? List.of(disk)
        : List.of(disk, Bind.parse("/sys/fs/cgroup:/sys/fs/cgroup:rw"));
  }

  private String name(long id) {
    return prefix + id;
  }

  private String volume(long id) {
    return prefix + id + "-docker";
  }
}
