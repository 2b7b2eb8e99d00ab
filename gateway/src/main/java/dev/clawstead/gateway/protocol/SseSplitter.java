package dev.clawstead.gateway.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of server-sent events at the blank lines between them (WHATWG HTML, section 9.2.6).
 * Events leave whole and byte for byte; only one that has not ended yet is kept back.
 */
public final class SseSplitter {

  /** Longer than any event of a provider; a stream without blank lines must not fill the memory. */
  private static final int EVENT_BYTES_MAX = 8 << 20;

  private @Nullable ByteBuf rest;

  /** Takes the bytes over and hands on the events that end in them; the consumer releases those. */
  public void read(ByteBuf bytes, Consumer<ByteBuf> each) {
    ByteBuf old = rest;
    ByteBuf all = old == null ? bytes : Unpooled.wrappedBuffer(old, bytes);
    int scanFrom =
        old == null ? all.readerIndex() : Math.max(all.readerIndex(), old.readableBytes() - 3);
    rest = null;
    int end = endOfEvent(all, scanFrom);
    while (end >= 0) {
      each.accept(all.readRetainedSlice(end - all.readerIndex()));
      end = endOfEvent(all, all.readerIndex());
    }
    if (all.isReadable()) {
      if (all.readableBytes() > EVENT_BYTES_MAX) {
        each.accept(all.readRetainedSlice(all.readableBytes()));
        all.release();
      } else {
        rest = all;
      }
    } else {
      all.release();
    }
  }

  /** What came after the last blank line, which is no whole event, or null. */
  public @Nullable ByteBuf takeRest() {
    ByteBuf last = rest;
    rest = null;
    return last;
  }

  public void release() {
    ByteBuf last = takeRest();
    if (last != null) {
      last.release();
    }
  }

  /** The byte behind the next blank line, or -1. Lines end with LF, CR LF or CR. */
  private static int endOfEvent(ByteBuf all, int from) {
    for (int i = from; i < all.writerIndex(); i++) {
      byte b = all.getByte(i);
      if (b != '\n' && b != '\r') {
        continue;
      }
      int next = i + 1;
      if (b == '\r' && next < all.writerIndex() && all.getByte(next) == '\n') {
        next++;
      }
      if (next < all.writerIndex() && all.getByte(next) == '\n') {
        return next + 1;
      }
      if (next < all.writerIndex() && all.getByte(next) == '\r') {
        boolean pair = next + 1 < all.writerIndex() && all.getByte(next + 1) == '\n';
        return pair ? next + 2 : next + 1;
      }
      i = next - 1;
    }
    return -1;
  }

  /** The data of an event as one text's bytes: its {@code data:} lines without their name. */
  public static byte[] data(ByteBuf event) {
    byte[] all = new byte[event.readableBytes()];
    event.getBytes(event.readerIndex(), all);
    byte[] data = new byte[all.length];
    int length = 0;
    int line = 0;
    while (line < all.length) {
      int end = line;
      while (end < all.length && all[end] != '\n' && all[end] != '\r') {
        end++;
      }
      if (startsWithData(all, line, end)) {
        int start = line + 5;
        if (start < end && all[start] == ' ') {
          start++;
        }
        if (length > 0) {
          data[length++] = '\n';
        }
        System.arraycopy(all, start, data, length, end - start);
        length += end - start;
      }
      line = end + 1;
    }
    return Arrays.copyOf(data, length);
  }

  /** The name of an event, or null for one without. */
  public static @Nullable String name(ByteBuf event) {
    return event
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("event:"))
        .map(line -> line.substring("event:".length()).strip())
        .findFirst()
        .orElse(null);
  }

  private static boolean startsWithData(byte[] all, int from, int end) {
    return end - from >= 5
        && all[from] == 'd'
        && all[from + 1] == 'a'
        && all[from + 2] == 't'
        && all[from + 3] == 'a'
        && all[from + 4] == ':';
  }
}
