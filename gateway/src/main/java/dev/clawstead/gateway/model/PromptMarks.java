package dev.clawstead.gateway.model;

import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.Ask.Place;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Places in a prompt, each with a hash of all before it: two prompts that begin alike agree on
 * those before their first difference. The prompt is taken in the order in which providers put it
 * together, since they compare it in that order. Nothing of it is kept but the hashes.
 */
final class PromptMarks {

  private static final int MARKS_MAX = 256;
  private static final int STEP_LEAST_BYTES = 512;
  private static final int STEPS_AN_OCTAVE = 32;

  /** Of a picture or file its ends and its length tell enough: it is not read once more. */
  private static final int END_BYTES = 1024;

  /** Behind so many bytes of text lies a mark; closely at first, later every thirty-second part. */
  private static final long[] AT = places();

  private final long[] hashes;
  private final int[] media;
  private final CRC32C crc = new CRC32C();
  private long textBytes;
  private int mediaBefore;
  private int marked;

  private PromptMarks(int marks) {
    hashes = new long[marks];
    media = new int[marks];
  }

  /**
   * How far a prompt is known.
   *
   * @param textBytes of its text
   * @param media how many pictures and files lie in between
   */
  record Beginning(long textBytes, int media) {
    static final Beginning NONE = new Beginning(0, 0);
  }

  private static long[] places() {
    long[] places = new long[MARKS_MAX];
    long at = 0;
    for (int i = 0; i < MARKS_MAX; i++) {
      at += Math.max(STEP_LEAST_BYTES, Long.highestOneBit(at) / STEPS_AN_OCTAVE);
      places[i] = at;
    }
    return places;
  }

  /**
   * Reads the prompt of this body, which stays as it is.
   *
   * @param ask what was read of the same body
   */
  static PromptMarks of(Ask ask, ByteBuf body) {
    int found = Arrays.binarySearch(AT, ask.textBytes());
    PromptMarks marks = new PromptMarks(found < 0 ? -found - 1 : found + 1);
    for (Place part : ask.places().prompt()) {
      marks.part(part, ask.places().media(), body);
    }
    return marks;
  }

  private void part(Place part, List<Place> files, ByteBuf body) {
    int from = part.start();
    for (Place file : files) {
      if (file.start() >= part.start() && file.end() <= part.end()) {
        text(body, from, file.start());
        file(body, file);
        from = file.end();
      }
    }
    text(body, from, part.end());
  }

  private void text(ByteBuf body, int start, int end) {
    if (start == end || isFull()) {
      return;
    }
    for (ByteBuffer bytes : body.nioBuffers(body.readerIndex() + start, end - start)) {
      int limit = bytes.limit();
      while (bytes.position() < limit && !isFull()) {
        int step = (int) Math.min(limit - bytes.position(), AT[marked] - textBytes);
        bytes.limit(bytes.position() + step);
        crc.update(bytes);
        bytes.limit(limit);
        textBytes += step;
        if (textBytes == AT[marked]) {
          media[marked] = mediaBefore;
          hashes[marked] = crc.getValue() << Integer.SIZE ^ textBytes;
          marked++;
        }
      }
    }
  }

  private void file(ByteBuf body, Place file) {
    int length = file.end() - file.start();
    int ends = Math.min(END_BYTES, length / 2);
    int start = body.readerIndex() + file.start();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    for (int from : new int[] {start, start + length - ends}) {
      for (ByteBuffer bytes : body.nioBuffers(from, ends)) {
        crc.update(bytes);
      }
    }
    mediaBefore++;
  }

  private boolean isFull() {
    return marked == hashes.length;
  }

  /** How many there are, the longest beginning last. */
  int count() {
    return marked;
  }

  long hash(int mark) {
    return hashes[mark];
  }

  /** All before this mark. */
  Beginning beginning(int mark) {
    return new Beginning(AT[mark], media[mark]);
  }
}
