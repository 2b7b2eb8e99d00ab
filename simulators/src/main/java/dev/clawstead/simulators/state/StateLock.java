package dev.clawstead.simulators.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second process away from a state that is in use: two would undo each other's machines.
 */
public final class StateLock {

  private StateLock() {}

  /** Holds the directory until this process ends, however it ends. */
  public static void take(Path directory) throws IOException {
    StateFile.makePrivate(directory);
    // Never closed: the lock is to last as long as the process.
    FileChannel file =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = file.tryLock();
    if (lock == null) {
      file.close();
      throw new IOException("another process uses the state in " + directory);
    }
  }
}
