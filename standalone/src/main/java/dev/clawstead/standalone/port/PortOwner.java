package dev.clawstead.standalone.port;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Says which process listens on a port, as far as this user may know. */
final class PortOwner {

  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private PortOwner() {}

  static Optional<String> of(int port) {
    List<String> sockets =
        Stream.of("/proc/net/tcp", "/proc/net/tcp6")
            .flatMap(table -> lines(Path.of(table)))
            .map(line -> line.trim().split("\\s+", -1))
            .filter(
                row ->
                    row.length > INODE
                        && row[STATE].equals(LISTENING)
                        && row[LOCAL_ADDRESS].endsWith(String.format(Locale.ROOT, ":%04X", port)))
            .map(row -> "socket:[" + row[INODE] + "]")
            .toList();
    return sockets.isEmpty() ? Optional.empty() : holder(sockets);
  }

  private static Optional<String> holder(List<String> sockets) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        if (holds(process, sockets)) {
          return Optional.of("process " + process.getFileName() + " (" + command(process) + ")");
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean holds(Path process, List<String> sockets) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : open) {
        if (Files.isSymbolicLink(file)
            && sockets.contains(Files.readSymbolicLink(file).toString())) {
          return true;
        }
      }
    } catch (IOException e) {
      // Another user's process, or one that has just ended.
      return false;
    }
    return false;
  }

  private static String command(Path process) throws IOException {
    String command =
        Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
            .replace('\0', ' ')
            .trim();
    return command.length() > 60 ? command.substring(0, 60) + "..." : command;
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table, StandardCharsets.ISO_8859_1).stream().skip(1);
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
