package dev.clawstead.simulators.http;

import dev.clawstead.simulators.fault.Effect;
import dev.clawstead.simulators.fault.Fault;
import dev.clawstead.simulators.fault.Faults;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The way out for a body that is sent piece by piece, with what a fault does to it. */
public final class Pieces {

  private final OutputStream out;
  private final Faults faults;
  private final @Nullable Fault fault;
  private long delayMillis;
  private int sent;
  private boolean struck;

  Pieces(OutputStream out, Faults faults, @Nullable Fault fault) {
    this.out = out;
    this.faults = faults;
    this.fault = fault;
    this.delayMillis = fault == null ? 0 : fault.inStream().chunkDelayMillis();
  }

  /** The pause between two pieces of content, unless a fault has ordered one. */
  public void delay(long millis) {
    if (delayMillis == 0) {
      delayMillis = millis;
    }
  }

  /** Sends a piece that carries content; these are the ones that faults count and delay. */
  public void content(byte[] piece) throws IOException, InterruptedException {
    byte[] bytes = strikes() ? strike(piece) : piece;
    if (delayMillis > 0 && sent > 0) {
      out.flush();
      Thread.sleep(delayMillis);
    }
    // Not flushed: what nothing holds up may leave together.
    out.write(bytes);
    sent++;
  }

  /** Sends what stands around the content. */
  public void frame(byte[] piece) throws IOException, InterruptedException {
    out.write(sent > 0 && strikes() ? strike(piece) : piece);
  }

  private boolean strikes() {
    return fault != null && !struck && sent >= fault.inStream().afterChunks();
  }

  private byte[] strike(byte[] piece) throws IOException, InterruptedException {
    struck = true;
    Fault rule = Objects.requireNonNull(fault);
    if (rule.effect() == Effect.STALL) {
      out.flush();
      faults.await(rule);
    } else if (rule.effect() == Effect.CUT) {
      out.flush();
      throw new CutByFault();
    } else if (rule.effect() == Effect.MALFORMED_CHUNK) {
      return half(piece);
    }
    return piece;
  }

  /** The first half, ended as an event ends, so that the next piece is whole again. */
  private static byte[] half(byte[] piece) {
    byte[] half = Arrays.copyOf(piece, piece.length / 2 + 2);
    Arrays.fill(half, piece.length / 2, half.length, (byte) '\n');
    return half;
  }
}
