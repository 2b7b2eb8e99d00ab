package dev.clawstead.standalone.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A part written in Java: its jar and the flags that keep it small and start it fast. */
record JavaProgram(String module, int heapMegabytes) {

  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:TieredStopAtLevel=1",
          "-Xss512k",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  List<String> command(Path root, String... arguments) throws IOException {
    Path jar = root.resolve(module).resolve("target/clawstead-" + module + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new IOException(jar + " is not there: build it with ./mvnw package -DskipTests");
    }
    List<String> command = new ArrayList<>();
    command.add(java().toString());
    command.addAll(FLAGS);
    command.add("-Xmx" + heapMegabytes + "m");
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The Java that runs us is the one that was found good enough. */
  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}
