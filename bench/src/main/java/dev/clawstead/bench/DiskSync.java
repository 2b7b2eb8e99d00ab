package dev.clawstead.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.HdrHistogram.Histogram;

/**
 * How long this disk takes to keep what a gateway's journal gives it for one call. A call waits for
 * it once, so nothing that a gateway adds can be less.
 */
final class DiskSync implements AutoCloseable {

  private static final int ENTRY_BYTES = 350;
  private static final int AT_ONCE = 25;

  private final Path file;
  private final FileChannel channel;
  private final Histogram nanos = new Histogram(3);

  /** Writes to a new file in this folder, which is on the disk in question. */
  DiskSync(Path folder) throws IOException {
    file = Files.createTempFile(folder, "sync-", ".log");
    channel = FileChannel.open(file, StandardOpenOption.APPEND);
  }

  /** Writes and syncs some entries, one after the other. */
  void some() throws IOException {
    for (int i = 0; i < AT_ONCE; i++) {
      ByteBuffer entry = ByteBuffer.allocate(ENTRY_BYTES);
      long start = System.nanoTime();
      while (entry.hasRemaining()) {
        channel.write(entry);
      }
      channel.force(false);
      nanos.recordValue(System.nanoTime() - start);
    }
  }

  Histogram nanos() {
    return nanos;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.delete(file);
  }
}
