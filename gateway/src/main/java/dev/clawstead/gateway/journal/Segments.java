package dev.clawstead.gateway.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's files in one folder, numbered in the order they were written. They have their full
 * size before they are written to, and one that nobody needs any more is used again: a sync then
 * has to bring nothing but entries to the disk, no sizes of files and no places of blocks, for
 * which it would wait for all others who write to the same file system.
 */
final class Segments {

  private static final Logger LOG = LoggerFactory.getLogger(Segments.class);
  private static final Pattern NAME = Pattern.compile("journal-(\\d{12})\\.log");

  /** More at once would outlive young collections and fill the heap with what is garbage. */
  private static final int READ_BYTES = 128 << 10;

  /**
   * A page: what is written at once is kept in memory as one piece, all of which a sync goes over.
   */
  private static final int ZEROS_BYTES = 4 << 10;

  private final Path folder;
  private final Path spare;
  private final long bytes;

  /**
   * @param bytes the size at which a file is full
   */
  Segments(Path folder, long bytes) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.spare = folder.resolve("spare.log");
    this.bytes = bytes;
    // It may hold entries of a number that begins anew where all other files were taken away.
    Files.deleteIfExists(spare);
  }

  /** The size at which a file is full. */
  long bytes() {
    return bytes;
  }

  /** The files that are there, by number. */
  NavigableMap<Long, Path> all() throws IOException {
    TreeMap<Long, Path> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file -> {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches()) {
              found.put(Long.parseLong(name.group(1)), file);
            }
          });
    }
    return found;
  }

  Path path(long number) {
    return folder.resolve(String.format(Locale.ROOT, "journal-%012d.log", number));
  }

  /**
   * Makes a file that the next one begins as, so that nobody waits for it then. Without it, as on a
   * full disk, the next one grows as it is written.
   */
  void prepare() {
    try (FileChannel channel =
        FileChannel.open(spare, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate(ZEROS_BYTES);
      for (long at = channel.size(); at < bytes; at += zeros.position()) {
        zeros.clear().limit((int) Math.min(ZEROS_BYTES, bytes - at));
        channel.write(zeros, at);
      }
      channel.force(true);
    } catch (IOException e) {
      LOG.warn("the journal grows as it is written, which is slower: {}", e.toString());
    }
  }

  /**
   * Makes a new file for writing, and sees to it that its name survives a power cut. A try that
   * failed may have made it already; nobody has written to it, so it is as good.
   */
  FileChannel create(long number) throws IOException {
    Path file = path(number);
    if (Files.notExists(file) && Files.exists(spare)) {
      Files.move(spare, file);
    }
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return channel;
  }

  /** Nobody needs this file any more. */
  void retire(long number) throws IOException {
    if (Files.exists(spare)) {
      Files.deleteIfExists(path(number));
    } else {
      Files.move(path(number), spare);
    }
  }

  /** Reads whole entries from this byte on, up to {@code end}, 128 KiB at once. */
  Batch read(long number, long from, long end) throws IOException {
    Path file = path(number);
    List<Entry> entries = new ArrayList<>();
    long most = Math.min(READ_BYTES, end - from);
    if (most <= 0 || !Files.exists(file)) {
      return new Batch(entries, from);
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) most);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {
        // Until the buffer is full or the file ends.
      }
    }
    buffer.flip();
    Entry entry = EntryCodec.next(buffer, number);
    while (entry != null) {
      entries.add(entry);
      entry = EntryCodec.next(buffer, number);
    }
    return new Batch(entries, from + buffer.position());
  }

  /** Entries, and the byte behind the last of them; none when there is no whole one. */
  record Batch(List<Entry> entries, long end) {}
}
