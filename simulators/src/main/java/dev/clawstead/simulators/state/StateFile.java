package dev.clawstead.simulators.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A JSON tree that survives a kill: a change returns only when it is on disk, and a change that
 * fails leaves nothing behind.
 */
public final class StateFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private ObjectNode root;
  private byte[] saved;

  private StateFile(Path file, byte[] saved) throws IOException {
    this.file = file;
    this.saved = saved;
    this.root = parse(saved);
  }

  /** Opens the file, or starts an empty tree where there is none. */
  public static StateFile open(Path file) {
    try {
      Path directory = file.toAbsolutePath().normalize().getParent();
      if (directory != null) {
        makePrivate(directory);
      }
      return new StateFile(file, Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the state in " + file, e);
    }
  }

  /** Reads the tree; the reader must not change it. */
  public synchronized <T> T read(Function<ObjectNode, T> reader) {
    return reader.apply(root);
  }

  /** Changes the tree and saves it, or throws and changes nothing. */
  public synchronized <T> T change(Function<ObjectNode, T> change) {
    try {
      T result = change.apply(root);
      save();
      return result;
    } catch (RuntimeException e) {
      rollBack();
      throw e;
    }
  }

  /** Makes the directory where there is none; user_data in it is nobody else's business. */
  static void makePrivate(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private void save() {
    try {
      byte[] bytes = JSON.writeValueAsBytes(root);
      if (Arrays.equals(bytes, saved)) {
        return;
      }
      Path directory = file.toAbsolutePath().normalize().getParent();
      Path next = file.resolveSibling(file.getFileName() + ".next");
      try (FileChannel out =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        out.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      if (directory != null) {
        // The rename itself is durable only when the directory is.
        try (FileChannel dir = FileChannel.open(directory, StandardOpenOption.READ)) {
          dir.force(true);
        }
      }
      saved = bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the state to " + file, e);
    }
  }

  private void rollBack() {
    try {
      root = parse(saved);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode parse(byte[] bytes) throws IOException {
    return bytes.length == 0
        ? JsonNodeFactory.instance.objectNode()
        : (ObjectNode) JSON.readTree(bytes);
  }
}
