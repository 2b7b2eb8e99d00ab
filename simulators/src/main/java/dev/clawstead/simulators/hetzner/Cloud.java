package dev.clawstead.simulators.hetzner;

import dev.clawstead.simulators.machine.Machines;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** What every resource needs besides the project: catalogue, machines, actions and the time. */
record Cloud(Catalogue catalogue, Machines machines, Actions actions, InstantSource clock) {

  String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
