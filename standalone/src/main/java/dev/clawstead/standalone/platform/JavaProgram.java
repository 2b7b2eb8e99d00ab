package dev.clawstead.standalone.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A part written in Java: its jar and the flags that keep it small and start it fast. */
record JavaProgram(String module, Path programs, int heapMegabytes) {

  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "-Xss512k",
          // The default makes a program that has run for minutes stop for a full collection just
          // because it loads some classes more.
          "-XX:MetaspaceSize=96m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /**
   * Without the second compiler AES is Java like any other and a quarter as fast as ChaCha20: a
   * node would wait three quarters of a minute for OpenClaw's image.
   */
  private static final List<String> FIRST_COMPILER_ONLY =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-Djdk.tls.client.cipherSuites=TLS_CHACHA20_POLY1305_SHA256,TLS_AES_128_GCM_SHA256,"
              + "TLS_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,"
              + "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,"
              + "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

  /** The command that runs the program; from its cache, if it was trained. */
  List<String> command(List<String> arguments) throws IOException {
    List<String> command = java();
    if (trained()) {
      // A cache of another JDK is passed over without a word.
      command.addAll(List.of("-XX:AOTCache=" + cache(), "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    command.addAll(List.of("-jar", jar().toString()));
    command.addAll(arguments);
    return command;
  }

  /** Says whether a start can be made from the cache. */
  boolean trained() {
    return Files.exists(cache());
  }

  /** The command that starts the program once for nothing and writes what it loaded to the file. */
  List<String> trainingCommand(List<String> arguments, Path output) throws IOException {
    List<String> command = java();
    command.addAll(List.of("-XX:AOTCacheOutput=" + output, "-Xlog:aot=off", "-Xlog:cds=off"));
    // Spring ends by itself once everything is wired, before anything is listened to or worked on.
    command.addAll(List.of("-Dspring.context.exit=onRefresh", "-jar", jar().toString()));
    command.addAll(arguments);
    return command;
  }

  private List<String> java() throws IOException {
    if (!Files.isRegularFile(jar())) {
      throw new IOException(jar() + " is not there: remove .cache/programs and start again");
    }
    List<String> command = new ArrayList<>();
    // The Java that runs us is the one that the launcher found good enough.
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    if (module.equals("gateway")) {
      // A call leaves little behind that lives: a large nursery would only be memory, and so would
      // a heap that begins as large as thousands of open streams need it. What the second compiler
      // took while it worked goes back.
      command.addAll(List.of("-Xms64m", "-Xmn32m", "-XX:TrimNativeHeapInterval=30000"));
    } else if (!module.equals("api")) {
      // The api and the gateway answer people in rushes: without the second compiler a model's
      // request takes the gateway twice as long.
      command.addAll(FIRST_COMPILER_ONLY);
    }
    command.add("-Xmx" + heapMegabytes + "m");
    return command;
  }

  private Path jar() {
    return programs.resolve(module).resolve("clawstead-" + module + ".jar");
  }

  /** What the JVM had loaded and linked when it was trained. */
  Path cache() {
    return programs.resolve(module).resolve("classes.aot");
  }
}
