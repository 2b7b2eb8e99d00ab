package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.machine.Attachment;
import dev.clawstead.simulators.machine.MachineOrder;
import dev.clawstead.simulators.machine.Machines;
import dev.clawstead.simulators.state.Json;
import dev.clawstead.simulators.state.StateFile;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What servers' actions do to machines; every other action is bookkeeping and does nothing here.
 */
final class ServerWork implements Work {

  static final String REMOVE_NETWORK = "remove_network";
  private static final int REMOVAL_ATTEMPTS = 100;
  private static final long GIGABYTE = 1024L * 1024 * 1024;

  private final StateFile state;
  private final Machines machines;
  private final Catalogue catalogue;

  ServerWork(StateFile state, Machines machines, Catalogue catalogue) {
    this.state = state;
    this.machines = machines;
    this.catalogue = catalogue;
  }

  @Override
  public void perform(ObjectNode job) {
    long id = job.path("server").asLong();
    switch (job.path("command").asText()) {
      case "create_server" -> machines.create(order(id));
      case "start_server" -> machines.start(order(id));
      case "stop_server" -> machines.powerOff(id);
      // The action ends when the request is sent, whatever the machine makes of it.
      case "shutdown_server" -> Thread.startVirtualThread(() -> machines.shutDown(id));
      case "reboot_server" -> {
        machines.shutDown(id);
        machines.start(order(id));
      }
      case "reset_server" -> {
        machines.powerOff(id);
        machines.start(order(id));
      }
      case "attach_to_network" ->
          attachment(id, job.path("network").asLong())
              .ifPresent(attachment -> machines.connect(id, attachment));
      case "detach_from_network" -> machines.disconnect(id, job.path("network").asLong());
      case "delete_server" -> machines.delete(id);
      case REMOVE_NETWORK -> removeNetwork(job.path("network").asLong());
      default -> {
        // Bookkeeping was done when the action was asked for.
      }
    }
  }

  /** Switches a machine on again that had run before this process began. */
  void startAgain(long id) {
    machines.start(order(id));
  }

  @Override
  public void settle(Project project, ObjectNode job, boolean success) {
    long id = job.path("server").asLong();
    ObjectNode server = project.find(Kind.SERVER, id).orElse(null);
    if (server == null) {
      return;
    }
    long network = job.path("network").asLong();
    switch (job.path("command").asText()) {
      case "attach_to_network" -> {
        if (success) {
          PrivateNets.find(server, network).ifPresent(net -> net.put("attached", true));
        } else {
          forget(server, network);
        }
      }
      case "detach_from_network" -> {
        if (success) {
          forget(server, network);
        }
      }
      case "delete_server" -> {
        if (success) {
          delete(project, id);
        } else {
          server.put("deleting", false);
        }
      }
      default -> {
        // Nothing in the state depends on how this one ended.
      }
    }
  }

  /** What the machine of this server is to be. */
  MachineOrder order(long id) {
    return state.read(
        root -> {
          Project project = new Project(root);
          ObjectNode server = project.get(Kind.SERVER, Long.toString(id));
          ObjectNode type = catalogue.serverType(server.path("server_type").asText());
          String address =
              project.rows(Kind.PRIMARY_IP).stream()
                  .filter(ip -> ip.path("assignee_id").asLong() == id)
                  .filter(ip -> ip.path("type").asText().equals("ipv4"))
                  .map(ip -> ip.path("ip").asText())
                  .findFirst()
                  .orElse("");
          return new MachineOrder(
              id,
              server.path("name").asText(),
              address,
              PrivateNets.attachments(project, server),
              type.path("memory").asLong() * GIGABYTE,
              server.path("user_data").asText());
        });
  }

  /** Waits for the machines that are going away with it; one takes about half a second. */
  private void removeNetwork(long network) {
    for (int i = 0; i < REMOVAL_ATTEMPTS; i++) {
      if (machines.deleteNetwork(network)) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    throw new IllegalStateException("network " + network + " is still held by a machine");
  }

  private Optional<Attachment> attachment(long server, long network) {
    return order(server).attachments().stream()
        .filter(attachment -> attachment.networkId() == network)
        .findFirst();
  }

  private static void forget(ObjectNode server, long network) {
    Json.removeIf(server.path("private_net"), net -> net.path("network").asLong() == network);
  }

  private static void delete(Project project, long id) {
    project.remove(Kind.SERVER, id);
    PrimaryIps.serverDeleted(project, id);
  }
}
