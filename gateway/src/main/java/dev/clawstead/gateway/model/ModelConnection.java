package dev.clawstead.gateway.model;

import dev.clawstead.gateway.protocol.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of somebody who calls models; takes one request after the other. */
// Writes and closes are void: a failed one closes the channel, which is where it is dealt with.
@SuppressWarnings("FutureReturnValueIgnored")
final class ModelConnection extends ChannelInboundHandlerAdapter implements Reply.Asker {

  private static final Logger LOG = LoggerFactory.getLogger(ModelConnection.class);
  private static final byte[] OK = "ok\n".getBytes(StandardCharsets.US_ASCII);
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Channel channel;
  private final ModelSite site;
  private final Intake intake;
  private final Service service;
  private final ArrayDeque<Object> inbox = new ArrayDeque<>();
  private @Nullable Arrival arrival;
  private @Nullable Reply reply;
  private boolean refused;
  private boolean bodyEnded;
  private boolean closed;

  ModelConnection(ModelSite site, Channel channel, ProviderClient providers) {
    this.channel = channel;
    this.site = site;
    this.intake = new Intake(site, channel.eventLoop(), this::goOn);
    this.service = new Service(site, channel.eventLoop(), providers, intake);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    channel.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (closed) {
      ReferenceCountUtil.release(message);
    } else {
      inbox.add(message);
      pump();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    readMore();
  }

  /** While a call is at work nothing but its connection's end is of interest. */
  private void readMore() {
    if (!intake.waits() && inbox.isEmpty()) {
      channel.read();
    }
  }

  private void goOn() {
    pump();
    readMore();
  }

  private void pump() {
    while (!intake.waits() && !service.isBusy() && !closed) {
      Object message = inbox.poll();
      if (message == null) {
        return;
      }
      if (message instanceof HttpRequest head) {
        begin(head);
      }
      if (message instanceof HttpContent content) {
        content(content);
      }
    }
  }

  private void begin(HttpRequest head) {
    refused = false;
    bodyEnded = false;
    Arrival begun = Arrival.of(head, site);
    Reply to = new Reply(channel, begun, this);
    arrival = begun;
    reply = to;
    if (begun.isHealthProbe()) {
      bodyEnded = true;
      refused = true;
      to.ok(HttpHeaderValues.TEXT_PLAIN, OK);
      return;
    }
    Refusal refusal = begun.refusal();
    if (refusal != null) {
      to.refuse(refusal);
      return;
    }
    if (HttpUtil.is100ContinueExpected(head)) {
      channel.writeAndFlush(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
    long length = HttpUtil.getContentLength(head, 0L);
    if (length > 0) {
      intake.expect(length);
    }
  }

  private void content(HttpContent content) {
    Reply to = reply;
    if (refused || to == null) {
      content.release();
      return;
    }
    if (content.decoderResult().isFailure()) {
      content.release();
      to.refuse(Refusal.badRequest("The body's framing is broken."));
      return;
    }
    intake.add(content.content());
    if (intake.isTooLarge()) {
      to.refuse(Refusal.tooLarge(site.sizes().bodyMax()));
    } else if (content instanceof LastHttpContent) {
      bodyEnded = true;
      service.serve(Objects.requireNonNull(arrival), to);
    } else {
      intake.grow();
    }
  }

  /** A request whose body was not read to its end leaves bytes that nobody could tell apart. */
  @Override
  public boolean keepsOpen() {
    Arrival current = arrival;
    return current != null && bodyEnded && current.keepsAlive();
  }

  @Override
  public void refused() {
    refused = true;
  }

  @Override
  public void answered() {
    boolean keep = keepsOpen();
    service.done();
    arrival = null;
    reply = null;
    intake.clear();
    if (keep) {
      channel.flush();
      goOn();
    } else if (bodyEnded) {
      closed = true;
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else {
      linger();
    }
  }

  /**
   * Closes after the caller has had time to read the answer: closing with unread bytes in the
   * socket would reset the connection and take the answer away.
   */
  private void linger() {
    closed = true;
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
              }
            });
    channel.eventLoop().schedule(() -> channel.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
    channel.read();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable()) {
      service.writable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closed = true;
    service.hangUp();
    inbox.forEach(ReferenceCountUtil::release);
    inbox.clear();
    intake.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn("a caller's connection is closed", cause);
    }
    channel.close();
  }
}
