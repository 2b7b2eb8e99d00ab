package dev.clawstead.gateway.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/** The journal's files in one folder, numbered in the order they were written. */
final class Segments {

  private static final Pattern NAME = Pattern.compile("journal-(\\d{12})\\.log");
  private static final int READ_BYTES = 1 << 20;

  private final Path folder;

  Segments(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
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

  /** Makes a new file for writing, and sees to it that its name survives a power cut. */
  FileChannel create(long number) throws IOException {
    FileChannel channel =
        FileChannel.open(path(number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
    return channel;
  }

  void delete(long number) {
    try {
      Files.deleteIfExists(path(number));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path(number), e);
    }
  }

  /** Reads whole entries from this byte on, up to {@code end}, about a megabyte at once. */
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
    for (Entry entry = EntryCodec.next(buffer); entry != null; entry = EntryCodec.next(buffer)) {
      entries.add(entry);
    }
    return new Batch(entries, from + buffer.position());
  }

  /** Entries, and the byte behind the last of them; none when there is no whole one. */
  record Batch(List<Entry> entries, long end) {}
}
