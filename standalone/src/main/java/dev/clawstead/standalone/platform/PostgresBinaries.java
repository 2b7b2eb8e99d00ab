package dev.clawstead.standalone.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once from the library that carries them. */
final class PostgresBinaries {

  private static final List<String> ARCHIVES =
      List.of("/postgres-linux-x86_64.txz", "/postgres-linux-arm_64.txz");
  private static final Pattern JAR = Pattern.compile(".*/([^/]+)\\.jar!/.*");

  private PostgresBinaries() {}

  /** Returns the folder of the programs; it is either whole or not there. */
  static Path unpack(Path cache) throws IOException {
    URL archive = archive();
    Matcher jar = JAR.matcher(archive.toString());
    Path folder = cache.resolve(jar.matches() ? jar.group(1) : "postgres");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(cache);
      Path part = Files.createTempDirectory(cache, ".postgres");
      extract(archive, part);
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    return folder.resolve("bin");
  }

  private static URL archive() throws IOException {
    for (String name : ARCHIVES) {
      URL archive = PostgresBinaries.class.getResource(name);
      if (archive != null) {
        return archive;
      }
    }
    throw new IOException("there are no PostgreSQL binaries for this kind of machine");
  }

  private static void extract(URL archive, Path folder) throws IOException {
    Process tar =
        new ProcessBuilder("tar", "-xf", "-", "-C", folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream packed = new XZInputStream(archive.openStream());
        OutputStream into = tar.getOutputStream()) {
      packed.transferTo(into);
    }
    try {
      if (tar.waitFor() != 0) {
        throw new IOException("PostgreSQL could not be unpacked to " + folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL was unpacked", e);
    }
  }
}
