package dev.clawstead.simulators.machine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Packs {@code user_data} as the file that cloud-init leaves on a server. */
final class UserData {

  private UserData() {}

  static byte[] tar(String userData) {
    byte[] content = userData.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String directory :
          new String[] {"var/", "var/lib/", "var/lib/cloud/", "var/lib/cloud/instance/"}) {
        TarArchiveEntry entry = new TarArchiveEntry(directory);
        entry.setMode(0755);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
      TarArchiveEntry file = new TarArchiveEntry("var/lib/cloud/instance/user-data.txt");
      file.setMode(0600);
      file.setSize(content.length);
      tar.putArchiveEntry(file);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot pack user_data in memory", e);
    }
    return bytes.toByteArray();
  }
}
