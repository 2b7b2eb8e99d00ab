package dev.clawstead.standalone.part;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A part's log: kept small, and quoted when something goes wrong. */
public record LogFile(Path path) {

  private static final long BYTES_MAX = 20L << 20;
  private static final int OLD_KEPT = 3;
  private static final int TAIL_BYTES = 8 << 10;

  /**
   * Moves what is there to an older file once it is large. The content is copied and the file cut,
   * because the part goes on appending to the same open file.
   */
  public void rotate() {
    rotate(BYTES_MAX);
  }

  void rotate(long bytesMax) {
    try {
      if (!Files.exists(path) || Files.size(path) <= bytesMax) {
        return;
      }
      for (int age = OLD_KEPT - 1; age >= 1; age--) {
        if (Files.exists(old(age))) {
          Files.move(old(age), old(age + 1), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Files.copy(path, old(1), StandardCopyOption.REPLACE_EXISTING);
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.setLength(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot rotate " + path, e);
    }
  }

  /** The last lines, at most this many. */
  public List<String> tail(int lines) {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long from = Math.max(0, file.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  private Path old(int age) {
    return path.resolveSibling(path.getFileName() + "." + age);
  }
}
