package dev.clawstead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program in the project's root and returns what it printed. */
final class Shell {

  /** The project's root folder. */
  static final Path ROOT =
      Path.of(System.getProperty("clawstead.root", "..")).toAbsolutePath().normalize();

  private Shell() {}

  /** What a program printed (both streams) and how it ended. */
  record Result(int exit, String output) {

    Result orFail(Object what) {
      if (exit != 0) {
        throw new AssertionError(what + " ended with " + exit + ":\n" + output);
      }
      return this;
    }
  }

  static Result run(Duration limit, Map<String, String> environment, List<String> command) {
    try {
      Path output = Files.createTempFile("clawstead-e2e", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(ROOT.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            command + " took over " + limit + ":\n" + Files.readString(output));
      }
      String text = Files.readString(output);
      Files.delete(output);
      return new Result(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    }
  }

  /** Makes sure of the vendors' clients and the browser's driver. */
  static void installClients() {
    run(Duration.ofMinutes(10), Map.of(), List.of("e2e/clients/install"))
        .orFail("e2e/clients/install");
  }

  static String docker(String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return run(Duration.ofMinutes(1), Map.of(), command).orFail(command).output();
  }
}
