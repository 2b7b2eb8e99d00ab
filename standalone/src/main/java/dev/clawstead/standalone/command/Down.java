package dev.clawstead.standalone.command;

import dev.clawstead.standalone.engine.Engine;
import dev.clawstead.standalone.process.Ending;
import dev.clawstead.standalone.process.ProcessId;
import dev.clawstead.standalone.state.Installation;
import dev.clawstead.standalone.state.RunFile;
import dev.clawstead.standalone.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ends every process of the installation and stops its nodes; nothing is removed. */
final class Down {

  private static final Duration SUPERVISOR = Duration.ofMinutes(2);

  private Down() {}

  static int run(Arguments arguments) throws IOException {
    StateDirectory state = new StateDirectory(Path.of(arguments.required("--state")));
    Optional<Installation> installation = state.installation();
    if (installation.isEmpty()) {
      System.out.println("There is no installation in " + state.path() + ".");
      return 0;
    }
    boolean wasUp = end(state, installation.get().id());
    System.out.println(
        wasUp
            ? "Clawstead is down. Everything is kept: ./clawstead up brings it back."
            : "Clawstead was not running.");
    return 0;
  }

  /** Returns whether anything was running. */
  static boolean end(StateDirectory state, String installation) throws IOException {
    Optional<ProcessId> supervisor = state.run().map(RunFile::supervisor).filter(ProcessId::alive);
    supervisor.ifPresent(id -> Ending.end(List.of(id), "TERM", SUPERVISOR));
    List<String> leftovers = Leftovers.end(installation);
    int nodes = new Engine(installation).stopNodes();
    state.forgetRun();
    return supervisor.isPresent() || !leftovers.isEmpty() || nodes > 0;
  }
}
