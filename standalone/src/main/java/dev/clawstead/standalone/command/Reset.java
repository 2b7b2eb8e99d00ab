package dev.clawstead.standalone.command;

import dev.clawstead.standalone.engine.Engine;
import dev.clawstead.standalone.state.Installation;
import dev.clawstead.standalone.state.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;

/** Removes everything of the installation: processes, nodes, volumes, data. */
final class Reset {

  private Reset() {}

  static int run(Arguments arguments) throws IOException {
    StateDirectory state = new StateDirectory(Path.of(arguments.required("--state")));
    Optional<Installation> installation = state.installation();
    if (installation.isEmpty()) {
      System.out.println("There is no installation in " + state.path() + ".");
      return 0;
    }
    if (!arguments.switches().contains("--yes") && !agreed(state)) {
      System.out.println("Nothing was removed.");
      return 1;
    }
    Down.end(state, installation.get().id());
    new Engine(installation.get().id()).removeAll();
    remove(state.path());
    System.out.println("Removed " + state.path() + " and all nodes, volumes and networks of it.");
    return 0;
  }

  private static boolean agreed(StateDirectory state) {
    System.out.print(
        "This removes every account, agent and file of the installation in "
            + state.path()
            + ". Type yes to go on: ");
    System.out.flush();
    Scanner answer = new Scanner(System.in, StandardCharsets.UTF_8);
    return answer.hasNextLine() && answer.nextLine().trim().equals("yes");
  }

  /**
   * The file that makes the folder an installation goes last, so that a cut reset can be redone.
   */
  private static void remove(Path folder) throws IOException {
    Path mark = folder.resolve("installation.json");
    try (var files = Files.walk(folder)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        if (!file.equals(mark) && !file.equals(folder)) {
          Files.delete(file);
        }
      }
    }
    Files.delete(mark);
    Files.delete(folder);
  }
}
