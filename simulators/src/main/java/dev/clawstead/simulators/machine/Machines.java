package dev.clawstead.simulators.machine;

import dev.clawstead.simulators.address.Cidr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The machines behind simulated servers, by server id. Every method may be repeated safely. */
public interface Machines {

  /** The public network: every server's public address lies in it. */
  PublicNetwork network();

  /** Makes the machine, switched off, with its {@code user_data} in place. */
  void create(MachineOrder order);

  /** Switches on the machine of this order; does nothing to one that runs. */
  void start(MachineOrder order);

  /** Asks the machine to go down, and pulls the plug where it does not. */
  void shutDown(long id);

  /** Pulls the plug. */
  void powerOff(long id);

  void connect(long id, Attachment attachment);

  void disconnect(long id, long networkId);

  /** Removes the machine and its disk. */
  void delete(long id);

  /** Removes a private network; false while a machine that is going away still holds it. */
  boolean deleteNetwork(long networkId);

  /** The name of a network of this engine that the range collides with, if there is one. */
  Optional<String> collision(long networkId, Cidr range);

  /** Which machines exist, and whether they run. */
  Map<Long, Power> power();

  /** Removes what this installation has made and its state does not know. */
  void removeAllBut(Set<Long> servers, Set<Long> networks);

  /** Names of what exists in the engine: containers, volumes and networks. */
  List<String> objects();
}
