package dev.clawstead.activities.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.clawstead.db.cell.Cell;
import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.CellSubnet;
import java.util.List;
import java.util.Map;

/** What a cell's container is allowed: as little as an agent needs. */
record CellBlueprint(Cell cell, String imageReference, String network, String volume) {

  private static final String USER = "1000:1000";
  private static final long PIDS_MAX = 512;
  private static final long NANOS_PER_MILLI_CPU = 1_000_000;

  CreateContainerCmd apply(DockerClient docker, String name, Map<String, String> labels) {
    AgentImage image = cell.image();
    return docker
        .createContainerCmd(imageReference)
        .withName(name)
        .withHostName(cell.slug())
        .withIpv4Address(new CellSubnet(cell.port()).cellAddress())
        .withUser(USER)
        .withLabels(labels)
        .withExposedPorts(ExposedPort.tcp(image.port()))
        .withStopTimeout(Math.toIntExact(image.stopTimeout().toSeconds()))
        .withHostConfig(limits());
  }

  private HostConfig limits() {
    AgentImage image = cell.image();
    long memory = cell.size().memoryLimitBytes(image);
    return HostConfig.newHostConfig()
        .withNetworkMode(network)
        .withPortBindings(
            new PortBinding(
                Ports.Binding.bindIpAndPort(cell.address(), cell.port()),
                ExposedPort.tcp(image.port())))
        .withMounts(
            List.of(
                new Mount()
                    .withType(MountType.VOLUME)
                    .withSource(volume)
                    .withTarget(image.statePath())))
        .withReadonlyRootfs(true)
        .withTmpFs(image.tmpfs())
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        .withPidsLimit(PIDS_MAX)
        .withMemory(memory)
        // No swap: a cell that needs more than its limit is told so, not slowed down.
        .withMemorySwap(memory)
        .withNanoCPUs(nanoCpus(cell.size().cpuMillis()))
        // The permit alone decides whether a cell runs again.
        .withRestartPolicy(RestartPolicy.noRestart());
  }

  /** A limit in Docker's unit, from one in thousandths of a core. */
  static long nanoCpus(int cpuMillis) {
    return cpuMillis * NANOS_PER_MILLI_CPU;
  }
}
