package dev.clawstead.gateway.model;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One connection to a provider; serves one call after the other. */
// Writes and closes are void: a failed one closes the channel, which is where it is dealt with.
@SuppressWarnings("FutureReturnValueIgnored")
final class ProviderConnection extends ChannelInboundHandlerAdapter {

  private final ProviderClient client;
  private final ProviderClient.Origin origin;
  private @Nullable Channel channel;
  private @Nullable ProviderCall call;

  /** Whose answer, or its end, came since the last pause. */
  private @Nullable ProviderCall heard;

  private boolean keep;
  private boolean answered;
  private boolean reused;
  private long idleSince;

  ProviderConnection(ProviderClient client, ProviderClient.Origin origin) {
    this.client = client;
    this.origin = origin;
  }

  ProviderClient.Origin origin() {
    return origin;
  }

  void send(DefaultFullHttpRequest request, ProviderCall newCall) {
    call = newCall;
    keep = false;
    answered = false;
    channel().writeAndFlush(request);
  }

  /** Whether it had served a call before and answered nothing now: it was closed while idle. */
  boolean wasStale() {
    return reused && !answered;
  }

  void setReading(boolean reading) {
    channel().config().setAutoRead(reading);
  }

  /**
   * Ends a call that nobody waits for; the connection is of no use afterwards. It is reset: the
   * provider is to stop now, and not when it next finds that nobody reads.
   */
  void cancel() {
    call = null;
    channel().config().setOption(ChannelOption.SO_LINGER, 0);
    channel().close();
  }

  boolean isUsable(long now, long idleNanosMax) {
    return channel().isActive() && now - idleSince < idleNanosMax;
  }

  void close() {
    channel().close();
  }

  /** Before it is connected: whoever waits for that may be told before anybody here is. */
  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channel = ctx.channel();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ProviderCall current = call;
    if (current == null) {
      ReferenceCountUtil.release(message);
      ctx.close();
      return;
    }
    heard = current;
    if (message instanceof HttpResponse head) {
      if (head.decoderResult().isFailure()) {
        ReferenceCountUtil.release(message);
        fail("its answer is no HTTP");
        return;
      }
      if (head.status().code() < 200) {
        ReferenceCountUtil.release(message);
        return;
      }
      answered = true;
      keep = HttpUtil.isKeepAlive(head);
      current.head(head);
    }
    if (message instanceof HttpContent content) {
      content(content);
    }
  }

  private void content(HttpContent content) {
    ProviderCall current = call;
    if (current == null || content.decoderResult().isFailure()) {
      content.release();
      fail("its answer's body is broken");
      return;
    }
    ByteBuf bytes = content.content();
    if (bytes.isReadable()) {
      current.body(bytes);
    } else {
      content.release();
    }
    if (content instanceof LastHttpContent && current.equals(call)) {
      call = null;
      idleSince = System.nanoTime();
      reused = true;
      if (keep) {
        setReading(true);
        client.giveBack(this);
      } else {
        channel().close();
      }
      current.end();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ProviderCall last = heard;
    heard = null;
    if (last != null) {
      last.pause();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    client.forget(this);
    fail("it closed the connection");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(cause.getClass().getSimpleName());
  }

  private void fail(String why) {
    ProviderCall current = call;
    call = null;
    channel().close();
    if (current != null) {
      current.broken(why);
    }
  }

  private Channel channel() {
    return Objects.requireNonNull(channel);
  }
}
