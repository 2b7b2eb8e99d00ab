package dev.clawstead.simulators.hetzner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.simulators.http.Wire.Reply;
import dev.clawstead.simulators.machine.MemoryMachines;
import dev.clawstead.simulators.machine.Power;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that ends in the middle, and the one after it. */
class RecoveryTest {

  @TempDir private Path directory;
  private final MemoryMachines machines = new MemoryMachines();

  @Test
  void goesOnWithTheActionsOfAProcessThatEnded() throws IOException {
    machines.holdUp();
    Reply created;
    try (Hetzner first = new Hetzner(directory, machines, 3600)) {
      created = first.post("/servers", Hetzner.SERVER);
    }
    assertThat(machines.power()).isEmpty();

    machines.holdUp().countDown();
    try (Hetzner second = new Hetzner(directory, machines, 3600)) {
      assertThat(second.outcome(created)).isEqualTo("success");
      Reply server = second.get("/servers/" + created.text("/server/id"));
      assertThat(server.text("/server/status")).isEqualTo("running");
      assertThat(server.text("/server/public_net/ipv4/ip"))
          .isEqualTo(created.text("/server/public_net/ipv4/ip"));
    }
  }

  @Test
  void startsWhatRanAndLeavesOffWhatWasOff() throws IOException {
    long on;
    long off;
    try (Hetzner first = new Hetzner(directory, machines, 3600)) {
      on = Long.parseLong(first.server("on"));
      off = Long.parseLong(first.server("off"));
      first.outcome(first.post("/servers/" + off + "/actions/poweroff", ""));
    }
    machines.powerOff(on);

    try (Hetzner second = new Hetzner(directory, machines, 3600)) {
      assertThat(second.machines.power()).containsEntry(on, Power.ON).containsEntry(off, Power.OFF);
    }
  }

  @Test
  void removesMachinesItDoesNotKnow() throws IOException {
    try (Hetzner first = new Hetzner(directory, machines, 3600)) {
      first.server("one");
    }

    try (Hetzner second = new Hetzner(directory.resolve("other"), machines, 3600)) {
      assertThat(second.machines.power()).isEmpty();
    }
  }
}
