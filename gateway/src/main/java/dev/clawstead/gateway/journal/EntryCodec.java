package dev.clawstead.gateway.journal;

import dev.clawstead.db.spending.Attempt;
import dev.clawstead.db.spending.Attempt.Request;
import dev.clawstead.db.spending.Attempt.Result;
import dev.clawstead.db.spending.Attempt.Target;
import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.AttemptOutcome;
import dev.clawstead.domain.CallKind;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.TokenUse;
import dev.clawstead.domain.Word;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes an entry as bytes and back. A frame is the payload's length, a CRC-32C, and the payload; a
 * frame that a crash cut short is the journal's end. The sum is taken over the file's number too,
 * so that what a file held when it had another one is no frame.
 */
final class EntryCodec {

  static final int HEADER_BYTES = 8;
  private static final int PAYLOAD_BYTES_MAX = 64 * 1024;
  private static final int TEXT_CHARS_MAX = 1_000;
  private static final byte BEGUN = 1;
  private static final byte PROGRESS = 2;
  private static final byte ENDED = 3;

  private EntryCodec() {}

  /** The entry's frame but for its sum. */
  static byte[] frame(Entry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(320);
    bytes.writeBytes(new byte[HEADER_BYTES]);
    try {
      write(entry, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    byte[] frame = bytes.toByteArray();
    ByteBuffer.wrap(frame).putInt(frame.length - HEADER_BYTES);
    return frame;
  }

  /** Makes it a frame of the file with this number. */
  static void seal(byte[] frame, long segment) {
    ByteBuffer.wrap(frame).putInt(Integer.BYTES, sum(frame, HEADER_BYTES, segment));
  }

  private static int sum(byte[] bytes, int from, long segment) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(segment).flip());
    crc.update(bytes, from, bytes.length - from);
    return (int) crc.getValue();
  }

  /**
   * Reads the next frame, and leaves the buffer behind it.
   *
   * @param segment the number of the file it was read from
   * @return null, with the buffer where it was, when no whole frame is left
   */
  static @Nullable Entry next(ByteBuffer buffer, long segment) throws IOException {
    int start = buffer.position();
    if (buffer.remaining() < HEADER_BYTES) {
      return null;
    }
    int length = buffer.getInt();
    int sum = buffer.getInt();
    if (length <= 0 || length > PAYLOAD_BYTES_MAX || buffer.remaining() < length) {
      buffer.position(start);
      return null;
    }
    byte[] payload = new byte[length];
    buffer.get(payload);
    if (sum(payload, 0, segment) != sum) {
      buffer.position(start);
      return null;
    }
    return read(new DataInputStream(new ByteArrayInputStream(payload)));
  }

  private static void write(Entry entry, DataOutputStream out) throws IOException {
    switch (entry) {
      case Entry.Begun begun -> {
        out.writeByte(BEGUN);
        write(begun.attempt(), out);
      }
      case Entry.Progress progress -> {
        out.writeByte(PROGRESS);
        write(progress.id(), out);
        write(progress.use(), out);
        write(progress.spend(), out);
      }
      case Entry.Ended ended -> {
        out.writeByte(ENDED);
        write(ended.attempt(), out);
      }
    }
  }

  private static Entry read(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case BEGUN -> new Entry.Begun(readAttempt(in));
      case PROGRESS -> new Entry.Progress(readId(in), readUse(in), readSpend(in));
      case ENDED -> new Entry.Ended(readAttempt(in));
      default -> throw new IOException("the journal holds a record of unknown kind " + kind);
    };
  }

  private static void write(Attempt attempt, DataOutputStream out) throws IOException {
    write(attempt.id(), out);
    out.writeLong(attempt.at().toEpochMilli());
    write(attempt.purse().instance(), out);
    writeOptional(attempt.purse().key(), out);
    out.writeBoolean(attempt.purse().own());
    Request request = attempt.request();
    write(request.id(), out);
    writeOptional(request.trace(), out);
    write(request.alias(), out);
    out.writeUTF(request.kind().word());
    Target target = attempt.target();
    write(target.provider(), out);
    write(target.model(), out);
    writeOptional(target.key(), out);
    write(target.reserved(), out);
    Result result = attempt.result();
    out.writeUTF(result.outcome().word());
    out.writeBoolean(result.estimated());
    out.writeInt(result.status() == null ? 0 : result.status());
    writeOptional(result.problem(), out);
    write(result.use(), out);
    write(result.spend(), out);
    out.writeLong(result.firstByte() == null ? -1 : result.firstByte().toNanos());
    out.writeLong(result.total().toNanos());
  }

  private static Attempt readAttempt(DataInputStream in) throws IOException {
    UUID id = readId(in);
    Instant at = Instant.ofEpochMilli(in.readLong());
    Purse purse = new Purse(readId(in), readOptionalId(in), in.readBoolean());
    Request request =
        new Request(
            in.readUTF(),
            readOptionalText(in),
            in.readUTF(),
            Word.of(CallKind.class, in.readUTF()));
    Target target = new Target(in.readUTF(), in.readUTF(), readOptionalId(in), readSpend(in));
    AttemptOutcome outcome = Word.of(AttemptOutcome.class, in.readUTF());
    boolean estimated = in.readBoolean();
    int status = in.readInt();
    String problem = readOptionalText(in);
    TokenUse use = readUse(in);
    Spend spend = readSpend(in);
    long firstByte = in.readLong();
    Result result =
        new Result(
            outcome,
            estimated,
            status == 0 ? null : status,
            problem,
            use,
            spend,
            firstByte < 0 ? null : Duration.ofNanos(firstByte),
            Duration.ofNanos(in.readLong()));
    return new Attempt(id, at, purse, request, target, result);
  }

  private static void write(UUID id, DataOutputStream out) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  private static UUID readId(DataInputStream in) throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }

  private static void writeOptional(@Nullable UUID id, DataOutputStream out) throws IOException {
    out.writeBoolean(id != null);
    if (id != null) {
      write(id, out);
    }
  }

  private static @Nullable UUID readOptionalId(DataInputStream in) throws IOException {
    return in.readBoolean() ? readId(in) : null;
  }

  /** Texts come from outside: a long one must not make a frame that cannot be read again. */
  private static void write(String text, DataOutputStream out) throws IOException {
    out.writeUTF(text.length() > TEXT_CHARS_MAX ? text.substring(0, TEXT_CHARS_MAX) : text);
  }

  private static void writeOptional(@Nullable String text, DataOutputStream out)
      throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      write(text, out);
    }
  }

  private static @Nullable String readOptionalText(DataInputStream in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }

  private static void write(TokenUse use, DataOutputStream out) throws IOException {
    out.writeLong(use.input());
    out.writeLong(use.cached());
    out.writeLong(use.cacheWrite());
    out.writeLong(use.output());
    out.writeLong(use.reasoning());
  }

  private static TokenUse readUse(DataInputStream in) throws IOException {
    return new TokenUse(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }

  private static void write(Spend spend, DataOutputStream out) throws IOException {
    out.writeLong(spend.micros());
    out.writeLong(spend.tokens());
  }

  private static Spend readSpend(DataInputStream in) throws IOException {
    return new Spend(in.readLong(), in.readLong());
  }
}
