package dev.clawstead.standalone.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the processes of an installation by a mark in their environment. Unlike a list of pids on
 * disk it cannot be out of date, whatever was killed at whatever moment.
 */
public final class Marked {

  /** The variable every part is started with; its value is installation/part. */
  public static final String VARIABLE = "CLAWSTEAD_PART";

  private Marked() {}

  /** A process and the part it belongs to. */
  public record Found(String part, ProcessId process) {}

  /** The mark of a part. */
  public static String mark(String installation, String part) {
    return installation + "/" + part;
  }

  /** Lists every running process of this installation, this one excepted. */
  public static List<Found> of(String installation) {
    List<Found> found = new ArrayList<>();
    long self = ProcessHandle.current().pid();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path entry : all) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (pid != self) {
          partOf(entry, installation)
              .ifPresent(part -> ProcessId.of(pid).ifPresent(id -> found.add(new Found(part, id))));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot list processes in /proc", e);
    }
    return found;
  }

  private static Optional<String> partOf(Path entry, String installation) {
    String prefix = VARIABLE + "=" + installation + "/";
    try {
      String environment = Files.readString(entry.resolve("environ"), StandardCharsets.ISO_8859_1);
      for (String variable : environment.split("\0", -1)) {
        if (variable.startsWith(prefix)) {
          return Optional.of(variable.substring(prefix.length()));
        }
      }
    } catch (IOException e) {
      // Somebody else's process, or one that has just ended: neither is ours to end.
      return Optional.empty();
    }
    return Optional.empty();
  }
}
