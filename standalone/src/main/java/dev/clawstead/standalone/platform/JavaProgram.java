package dev.clawstead.standalone.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A part written in Java: its jar and the flags that keep it small and start it fast. */
record JavaProgram(String module, Path programs, int heapMegabytes) {

  private static final long TRAINING_SECONDS = 90;
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:TieredStopAtLevel=1",
          "-Xss512k",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** The command that runs the program; from its cache, if it was trained. */
  List<String> command(List<String> arguments) throws IOException {
    List<String> command = java();
    if (Files.exists(cache())) {
      // A cache of another JDK is passed over without a word.
      command.addAll(List.of("-XX:AOTCache=" + cache(), "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    command.addAll(List.of("-jar", jar().toString()));
    command.addAll(arguments);
    return command;
  }

  /**
   * Lets the program start once for nothing, to keep its classes loaded and linked. Only programs
   * whose arguments make them end by themselves can be trained; a failure costs nothing but speed.
   */
  void train(List<String> arguments, Path log) throws IOException, InterruptedException {
    if (Files.exists(cache())) {
      return;
    }
    Path part = Files.createTempFile(cache().getParent(), ".training", ".aot");
    List<String> command = java();
    command.add("-XX:AOTCacheOutput=" + part);
    command.addAll(List.of("-jar", jar().toString()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    if (!process.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    if (process.exitValue() == 0 && Files.size(part) > 0) {
      Files.move(part, cache(), StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.deleteIfExists(part);
    }
  }

  private List<String> java() throws IOException {
    if (!Files.isRegularFile(jar())) {
      throw new IOException(jar() + " is not there: remove .cache/programs and start again");
    }
    List<String> command = new ArrayList<>();
    // The Java that runs us is the one that the launcher found good enough.
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-Xmx" + heapMegabytes + "m");
    return command;
  }

  private Path jar() {
    return programs.resolve(module).resolve("clawstead-" + module + ".jar");
  }

  private Path cache() {
    return programs.resolve(module).resolve("classes.aot");
  }
}
