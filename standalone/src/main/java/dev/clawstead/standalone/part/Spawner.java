package dev.clawstead.standalone.part;

import dev.clawstead.standalone.process.Marked;
import dev.clawstead.standalone.process.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Starts a part's process. */
@FunctionalInterface
interface Spawner {

  /** A started process: who it is, and its exit code when it ends. */
  record Spawned(ProcessId id, CompletableFuture<Integer> exit) {}

  Spawned spawn(Part part);

  /**
   * Real processes that write to a log of their own, so that they outlive the supervisor. They work
   * where their logs are: a JVM that dies leaves its report in its working directory.
   */
  static Spawner processes(String installation, Path logs) {
    return part -> {
      part.run().before().run();
      ProcessBuilder builder =
          new ProcessBuilder(part.run().command())
              .directory(logs.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(part.log(logs).toFile()));
      builder.environment().putAll(part.run().environment());
      builder.environment().put(Marked.VARIABLE, Marked.mark(installation, part.name()));
      try {
        Process process = builder.start();
        ProcessId id = ProcessId.of(process.pid()).orElseGet(() -> new ProcessId(process.pid(), 0));
        return new Spawned(id, process.onExit().thenApply(Process::exitValue));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot start " + part.name(), e);
      }
    };
  }
}
