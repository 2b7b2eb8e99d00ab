package dev.clawstead.gateway.model;

import dev.clawstead.gateway.metrics.Counts;
import dev.clawstead.gateway.protocol.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;

/** Writes the answer to one request. */
// Writes and closes are void: a failed one closes the channel, which is where it is dealt with.
@SuppressWarnings("FutureReturnValueIgnored")
final class Reply implements Caller {

  private final Channel channel;
  private final Arrival arrival;
  private final Asker asker;
  private final Counts refusals;

  Reply(Channel channel, Arrival arrival, Asker asker, Counts refusals) {
    this.refusals = refusals;
    this.channel = channel;
    this.arrival = arrival;
    this.asker = asker;
  }

  /** The connection on which it was asked. */
  interface Asker {

    /** Whether it serves another request after this one. */
    boolean keepsOpen();

    /** An error of ours is about to be written: nothing more of the request is of interest. */
    void refused();

    /** What was asked is not needed any more. */
    void answering();

    /** The answer is written. */
    void answered();
  }

  @Override
  public void refuse(Refusal refusal) {
    asker.refused();
    refusals.one(arrival.protocol().word(), refusal.status().codeAsText().toString());
    answer(
        refusal.status(),
        HttpHeaderValues.APPLICATION_JSON,
        refusal.body(arrival.protocol(), arrival.id()),
        refusal.retryAfterSeconds());
  }

  /** Answers well, and whole. */
  void ok(AsciiString type, byte[] body) {
    answer(HttpResponseStatus.OK, type, body, 0);
  }

  private void answer(
      HttpResponseStatus status, AsciiString type, byte[] body, int retryAfterSeconds) {
    DefaultFullHttpResponse answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    HttpHeaders headers = answer.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, type);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    headers.set("X-Request-ID", arrival.id());
    if (retryAfterSeconds > 0) {
      headers.set(HttpHeaderNames.RETRY_AFTER, retryAfterSeconds);
    }
    if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
      headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
    sayWhetherOpen(answer);
    channel.write(answer);
    asker.answered();
  }

  @Override
  public void answering() {
    asker.answering();
  }

  @Override
  public void head(HttpResponse head) {
    head.headers().set("X-Request-ID", arrival.id());
    sayWhetherOpen(head);
    channel.write(head);
  }

  private void sayWhetherOpen(HttpResponse head) {
    if (!asker.keepsOpen()) {
      head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  @Override
  public void body(ByteBuf bytes) {
    channel.write(new DefaultHttpContent(bytes));
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public void end() {
    channel.write(LastHttpContent.EMPTY_LAST_CONTENT);
    asker.answered();
  }

  @Override
  public void cut() {
    // A plain close would look like the proper end of an answer without a length.
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.close();
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }
}
