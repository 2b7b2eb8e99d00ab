package dev.clawstead.gateway.model;

import dev.clawstead.gateway.protocol.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import java.util.UUID;

/** The side of a call that asked: takes the answer. */
interface Caller {

  /** An attempt is made for it, after others that came to nothing. */
  default void attempting(UUID attempt) {}

  /** Answers with an error of ours; nothing was written before. */
  void refuse(Refusal refusal);

  /**
   * An answer has begun, and nobody else will be asked: what was sent is not needed any more. Said
   * before the answer's first byte.
   */
  void answering();

  /** Begins an answer. */
  void head(HttpResponse head);

  /** Takes the bytes over; they leave at the next {@link #flush}. */
  void body(ByteBuf bytes);

  /** Sends what was written. */
  void flush();

  /** The answer is whole. */
  void end();

  /** The answer broke off: the caller must see that something is missing. */
  void cut();

  /** The call is over, whatever became of it; said once. */
  default void over() {}

  /** Whether it takes more now; else it says when it does. */
  boolean isWritable();
}
