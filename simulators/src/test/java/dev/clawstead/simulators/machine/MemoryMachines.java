package dev.clawstead.simulators.machine;

import dev.clawstead.simulators.address.Cidr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Machines that are entries in a map; they can be made to wait. */
public final class MemoryMachines implements Machines {

  private final Map<Long, Power> machines = new ConcurrentHashMap<>();
  private final Map<Long, MachineOrder> orders = new ConcurrentHashMap<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** Holds every machine's making up until the returned latch is counted down. */
  public CountDownLatch holdUp() {
    gate = new CountDownLatch(1);
    return gate;
  }

  public Map<Long, MachineOrder> orders() {
    return new TreeMap<>(orders);
  }

  @Override
  public PublicNetwork network() {
    return new PublicNetwork("memory", "172.30.0.1", Cidr.of("172.30.0.0/24"));
  }

  @Override
  public void create(MachineOrder order) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    machines.putIfAbsent(order.id(), Power.OFF);
    orders.put(order.id(), order);
  }

  @Override
  public void start(MachineOrder order) {
    machines.replace(order.id(), Power.ON);
  }

  @Override
  public void shutDown(long id) {
    powerOff(id);
  }

  @Override
  public void powerOff(long id) {
    machines.replace(id, Power.OFF);
  }

  @Override
  public void connect(long id, Attachment attachment) {
    // Addresses are the API's business; there is nothing to plug in here.
  }

  @Override
  public void disconnect(long id, long networkId) {
    // As above.
  }

  @Override
  public void delete(long id) {
    machines.remove(id);
    orders.remove(id);
  }

  @Override
  public boolean deleteNetwork(long networkId) {
    return true;
  }

  @Override
  public Optional<String> collision(long networkId, Cidr range) {
    return range.overlaps(Cidr.of("10.99.0.0/16")) ? Optional.of("other") : Optional.empty();
  }

  @Override
  public Map<Long, Power> power() {
    return Map.copyOf(machines);
  }

  @Override
  public void removeAllBut(Set<Long> servers, Set<Long> networks) {
    machines.keySet().retainAll(servers);
  }

  @Override
  public List<String> objects() {
    return machines.keySet().stream().map(id -> "machine/" + id).toList();
  }
}
