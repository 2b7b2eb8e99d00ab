package dev.clawstead.standalone.command;

import dev.clawstead.standalone.platform.Status;
import dev.clawstead.standalone.state.Json;
import dev.clawstead.standalone.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Carries out one command of the launcher. */
public final class Commands {

  private Commands() {}

  /** Returns the exit code; words for people go to standard output. */
  public static int run(String[] words) {
    try {
      Arguments arguments = Arguments.of(words);
      return switch (arguments.verb()) {
        case "up" -> Up.run(arguments);
        case "down" -> Down.run(arguments);
        case "status" -> status(arguments);
        case "reset" -> Reset.run(arguments);
        default -> throw new IllegalArgumentException("no command " + arguments.verb());
      };
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.out.println("clawstead: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      System.out.println("clawstead: " + e);
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** Exit code 0 when ready, 3 when not, as init scripts do it. */
  private static int status(Arguments arguments) throws IOException {
    StateDirectory state = new StateDirectory(Path.of(arguments.required("--state")));
    Optional<Status> status = Status.of(state);
    boolean json = arguments.switches().contains("--json");
    if (status.isEmpty()) {
      System.out.println(
          json ? "{\"ready\": false}" : "There is no installation in " + state.path() + ".");
      return json ? 0 : 3;
    }
    if (json) {
      System.out.println(Json.MAPPER.writeValueAsString(status.get()));
      return 0;
    }
    System.out.print(status.get().describe());
    return status.get().ready() ? 0 : 3;
  }
}
