package dev.clawstead.gateway.capture;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is said in one call: the beginning of its request and of its answer. Used by the call's own
 * event loop, until it is over.
 */
public final class Recording {

  /** What is kept of a request, and of an answer, in bytes. */
  public static final int PART_BYTES_MAX = 256 * 1024;

  private static final int FIRST_BYTES = 2 * 1024;
  private static final byte[] NOTHING = new byte[0];

  private final Recorder recorder;
  private final WishedFor wish;
  private byte[] request = NOTHING;
  private byte[] answer = NOTHING;
  private int answered;
  private long taken;
  private boolean truncated;
  private boolean given;
  private @Nullable UUID attempt;

  Recording(Recorder recorder, WishedFor wish) {
    this.recorder = recorder;
    this.wish = wish;
  }

  void asked(ByteBuf body) {
    int length = bounded(body, PART_BYTES_MAX);
    if (takes(length)) {
      request = new byte[length];
      body.getBytes(body.readerIndex(), request);
    }
  }

  /** The call is served by this attempt, instead of one before. */
  public void attempt(UUID id) {
    attempt = id;
  }

  /** The caller hears this; the bytes stay as they are. */
  public void answer(ByteBuf bytes) {
    int length = bounded(bytes, PART_BYTES_MAX - answered);
    if (length > 0 && fits(answered + length)) {
      bytes.getBytes(bytes.readerIndex(), answer, answered, length);
      answered += length;
    }
  }

  /** The caller hears this. */
  public void answer(byte[] bytes) {
    answer(Unpooled.wrappedBuffer(bytes));
  }

  /** The call is over. One that no attempt was made for leaves nothing to read it by. */
  public void end() {
    if (given) {
      return;
    }
    if (attempt == null) {
      giveUp();
    } else {
      given = true;
      recorder.write(this);
    }
  }

  private int bounded(ByteBuf bytes, int most) {
    truncated |= bytes.readableBytes() > most;
    return Math.min(bytes.readableBytes(), most);
  }

  private boolean fits(int length) {
    if (length <= answer.length) {
      return !given;
    }
    int grown = Math.min(PART_BYTES_MAX, Math.max(length, Math.max(FIRST_BYTES, answered * 2)));
    if (!takes(grown - answer.length)) {
      return false;
    }
    answer = Arrays.copyOf(answer, grown);
    return true;
  }

  /** Without room for all of it nothing is kept: half a call would look like a whole one. */
  private boolean takes(int bytes) {
    if (given) {
      return false;
    }
    if (!recorder.take(bytes)) {
      recorder.lost();
      giveUp();
      return false;
    }
    taken += bytes;
    return true;
  }

  private void giveUp() {
    given = true;
    request = NOTHING;
    answer = NOTHING;
    recorder.giveBack(taken);
  }

  WishedFor wish() {
    return wish;
  }

  @Nullable UUID attempt() {
    return attempt;
  }

  byte[] request() {
    return request;
  }

  /** What the caller heard. */
  byte[] answer() {
    return Arrays.copyOf(answer, answered);
  }

  boolean isTruncated() {
    return truncated;
  }

  /** How much of the recorder's room it has. */
  long taken() {
    return taken;
  }
}
