package dev.clawstead.standalone.command;

import dev.clawstead.standalone.platform.Journal;
import dev.clawstead.standalone.platform.Site;
import dev.clawstead.standalone.platform.StartFailure;
import dev.clawstead.standalone.platform.Status;
import dev.clawstead.standalone.platform.Supervisor;
import dev.clawstead.standalone.port.PortCheck;
import dev.clawstead.standalone.port.Ports;
import dev.clawstead.standalone.state.Installation;
import dev.clawstead.standalone.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Brings everything up and stays as its supervisor. */
final class Up {

  private static final int PORT_BASE = 7400;
  private static final int POOL = 5;
  private static final int POOL_OPENCLAW = 1;
  private static final long LOOK_MILLIS = 250;
  private static final List<String> AGENTS = List.of("agent-lite", "openclaw");

  /** The last line a launcher sees of a start that went well. */
  private static final String READY = "::ready";

  private Up() {}

  static int run(Arguments arguments) throws IOException, InterruptedException {
    StateDirectory state = new StateDirectory(Path.of(arguments.required("--state")));
    state.folder("logs");
    Installation.Options options = options(arguments, state.installation());
    Optional<Lock> lock = Lock.take(state.lock());
    if (lock.isEmpty()) {
      return alreadyUp(state);
    }
    Journal journal =
        new Journal(
            state.logs().resolve("supervisor.log"),
            Instant.ofEpochSecond(Long.parseLong(arguments.required("--begin"))));
    try (Lock _ = lock.get()) {
      return supervise(new Site(state, state.remember(options), tools(arguments)), journal);
    } catch (StartFailure e) {
      journal.say("\nClawstead did not start: " + e.getMessage());
      journal.note("did not start: " + e.getMessage());
      return 1;
    }
  }

  private static int supervise(Site site, Journal journal)
      throws IOException, StartFailure, InterruptedException {
    List<String> leftovers = Leftovers.end(site.installation().id());
    if (!leftovers.isEmpty()) {
      journal.step("ended what an earlier run had left: " + String.join(", ", leftovers));
    }
    List<String> taken = PortCheck.taken(site.ports());
    if (!taken.isEmpty()) {
      throw new StartFailure(
          String.join("\n  ", taken)
              + "\nEnd that process, or choose other ports: ./clawstead up --port-base "
              + (site.ports().base() + 100));
    }
    Supervisor supervisor = new Supervisor(site, journal);
    Thread atEnd = new Thread(supervisor::stop, "stop");
    Runtime.getRuntime().addShutdownHook(atEnd);
    try {
      supervisor.start();
      Status status = Status.of(site.state()).orElseThrow();
      journal.step("ready");
      journal.say("\n" + status.describe() + "\nSign up:\n  " + status.signupLine());
      journal.say(READY);
      journal.letGo();
      supervisor.watch();
      return 0;
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      throw new StartFailure(String.valueOf(e.getMessage()));
    } finally {
      supervisor.stop();
    }
  }

  /** Another supervisor is at work: waits for it instead of starting a second one. */
  private static int alreadyUp(StateDirectory state) throws IOException, InterruptedException {
    while (true) {
      Optional<Status> status = Status.of(state);
      if (status.isPresent() && status.get().ready()) {
        System.out.println("Clawstead is already up.\n\n" + status.get().describe() + READY);
        return 0;
      }
      try (Lock free = Lock.take(state.lock()).orElse(null)) {
        if (free != null) {
          System.out.println("another start of this installation did not succeed; try again");
          return 1;
        }
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static Installation.Options options(Arguments arguments, Optional<Installation> earlier) {
    Optional<Installation.Options> last = earlier.map(Installation::options);
    String agent =
        arguments.one("--agent").or(() -> last.map(o -> o.agent())).orElse(AGENTS.getFirst());
    if (!AGENTS.contains(agent)) {
      throw new IllegalArgumentException(
          "--agent must be one of " + AGENTS + ", not \"" + agent + "\"");
    }
    boolean sameAgent = last.filter(o -> o.agent().equals(agent)).isPresent();
    int usual = agent.equals("openclaw") ? POOL_OPENCLAW : POOL;
    int pool =
        arguments
            .number("--pool")
            .or(() -> sameAgent ? last.map(o -> o.pool()) : Optional.empty())
            .orElse(usual);
    int base =
        arguments.number("--port-base").or(() -> last.map(o -> o.portBase())).orElse(PORT_BASE);
    return new Installation.Options(agent, new Ports(base).base(), pool);
  }

  /** Images are passed as name=reference or name=reference=archive. */
  private static Site.Tools tools(Arguments arguments) {
    Map<String, Site.Image> images = new HashMap<>();
    for (String image : arguments.all("--image")) {
      String[] words = image.split("=", 3);
      images.put(words[0], new Site.Image(words[1], words.length > 2 ? words[2] : ""));
    }
    return new Site.Tools(
        Path.of(arguments.required("--cache")),
        Path.of(arguments.required("--programs")),
        Path.of(arguments.required("--temporal")),
        images);
  }
}
