package dev.clawstead.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.standalone.part.Keeper;
import dev.clawstead.standalone.part.Part;
import dev.clawstead.standalone.process.Ending;
import dev.clawstead.standalone.process.ProcessId;
import dev.clawstead.standalone.state.Installation;
import dev.clawstead.standalone.state.StateDirectory;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PostgresTest {

  @TempDir Path folder;

  @Test
  void itComesBackAfterAKillEvenWhenAStrangerHasItsPid() throws Exception {
    Site site = site();
    Part part = Postgres.prepare(site);
    Keeper first = keep(part, site);
    awaitReady(part);
    Ending.signal(first.process().orElseThrow(), "KILL");
    // Whoever comes back after a power cut finds the pid of the past in the lock file.
    first.stop();
    Path lock = folder.resolve("state/postgres/postmaster.pid");
    List<String> stale = new java.util.ArrayList<>(List.of("1", "/nowhere", "0", "0", "", "", ""));
    stale.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(lock, stale);

    Keeper second = keep(Postgres.prepare(site), site);
    awaitReady(part);

    ProcessId running = second.process().orElseThrow();
    second.stop();
    assertThat(running.alive()).isFalse();
    assertThat(lock).as("a clean shutdown leaves no lock").doesNotExist();
  }

  private static Keeper keep(Part part, Site site) {
    return Keeper.start(
        part, site.installation().id(), site.state().logs(), line -> assertThat(line).isNotNull());
  }

  private static void awaitReady(Part part) throws InterruptedException {
    while (!part.probe().ready()) {
      Thread.onSpinWait();
    }
  }

  private Site site() throws IOException {
    StateDirectory state = new StateDirectory(folder.resolve("state"));
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Installation installation = state.remember(new Installation.Options("agent-lite", port - 6, 5));
    Site.Tools tools =
        new Site.Tools(folder, Path.of("/nowhere"), Path.of("/nowhere/temporal"), Map.of());
    return new Site(state, installation, tools);
  }
}
