package dev.clawstead.standalone.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PostgreSQL refuses to run as root, so root runs it as nobody in particular. */
final class Unprivileged {

  private static final List<String> NAMESPACE = List.of("unshare", "-U");

  private Unprivileged() {}

  /**
   * What to put before the command. In a user namespace without a mapping the process has no rights
   * of root, yet owns the same files, so that the data may lie below a closed home directory.
   */
  static List<String> prefix() throws IOException {
    if (!run(List.of("id", "-u")).equals("0")) {
      return List.of();
    }
    String inside = run(List.of("unshare", "-U", "id", "-u"));
    if (inside.isEmpty() || inside.equals("0")) {
      throw new IOException(
          "PostgreSQL does not run as root, and this machine allows root no user namespaces"
              + " (unshare -U). Run ./clawstead as a normal user in the group \"docker\"");
    }
    return NAMESPACE;
  }

  /** Says whether the folder can be used by the process that the prefix makes. */
  static void requireOwn(Path folder) throws IOException {
    Object owner = Files.getAttribute(folder, "unix:uid");
    String self = run(List.of("id", "-u"));
    if (!owner.toString().equals(self)) {
      throw new IOException(
          folder
              + " belongs to user "
              + owner
              + ", not to you ("
              + self
              + "). Run ./clawstead as the user who made this installation");
    }
  }

  private static String run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      return process.waitFor() == 0 ? output : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
