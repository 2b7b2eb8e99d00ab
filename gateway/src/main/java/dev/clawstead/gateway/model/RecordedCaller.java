package dev.clawstead.gateway.model;

import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.gateway.capture.Recording;
import dev.clawstead.gateway.protocol.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import java.util.UUID;

/**
 * Takes an answer for a caller whose owner wishes to keep it.
 *
 * @param id the call's X-Request-ID
 */
record RecordedCaller(Caller caller, Recording recording, String id, ModelProtocol protocol)
    implements Caller {

  @Override
  public void attempting(UUID attempt) {
    recording.attempt(attempt);
    caller.attempting(attempt);
  }

  @Override
  public void refuse(Refusal refusal) {
    recording.answer(refusal.body(protocol, id));
    caller.refuse(refusal);
  }

  @Override
  public void answering() {
    caller.answering();
  }

  @Override
  public void head(HttpResponse head) {
    caller.head(head);
  }

  @Override
  public void body(ByteBuf bytes) {
    recording.answer(bytes);
    caller.body(bytes);
  }

  @Override
  public void flush() {
    caller.flush();
  }

  @Override
  public void end() {
    caller.end();
  }

  @Override
  public void cut() {
    caller.cut();
  }

  @Override
  public void over() {
    recording.end();
    caller.over();
  }

  @Override
  public boolean isWritable() {
    return caller.isWritable();
  }
}
