package dev.clawstead.activities.docker;

import com.github.dockerjava.api.DockerClient;
import dev.clawstead.activities.ledger.ProviderException;
import dev.clawstead.db.cell.Cell;

/**
 * More processor for a cell while it starts, if its image's start is slow. Closing gives it what
 * its size may have; whoever starts the cell again after a crash in between closes one too.
 */
record StartBoost(DockerClient docker, String container, int boostMillis, int settledMillis)
    implements AutoCloseable {

  private static final int MILLIS_PER_CORE = 1_000;

  /** Gives the container the processors its start may use, but never more than the node has. */
  static StartBoost begin(DockerClient docker, String container, Cell cell)
      throws ProviderException {
    int settled = cell.size().cpuMillis();
    int wanted = cell.image().startCpuMillis();
    int boost = settled;
    if (wanted > settled) {
      Integer cores = EngineCalls.call(() -> docker.infoCmd().exec().getNCPU());
      boost = cores == null ? settled : Math.min(wanted, cores * MILLIS_PER_CORE);
    }
    var begun = new StartBoost(docker, container, boost, settled);
    begun.limit(boost);
    return begun;
  }

  private void limit(int cpuMillis) throws ProviderException {
    if (boostMillis > settledMillis) {
      EngineCalls.run(
          () ->
              docker
                  .updateContainerCmd(container)
                  .withNanoCPUs(CellBlueprint.nanoCpus(cpuMillis))
                  .exec());
    }
  }

  @Override
  public void close() throws ProviderException {
    limit(settledMillis);
  }
}
