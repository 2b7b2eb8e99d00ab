package dev.clawstead.gateway.model;

import dev.clawstead.gateway.protocol.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;

/** The side of a call that asked: takes the answer. */
interface Caller {

  /** Answers with an error of ours; nothing was written before. */
  void refuse(Refusal refusal);

  /** Begins an answer. */
  void head(HttpResponse head);

  /** Takes the bytes over and sends them. */
  void body(ByteBuf bytes);

  /** The answer is whole. */
  void end();

  /** The answer broke off: the caller must see that something is missing. */
  void cut();

  /** Whether it takes more now; else it says when it does. */
  boolean isWritable();
}
