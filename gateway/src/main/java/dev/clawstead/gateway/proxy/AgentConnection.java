package dev.clawstead.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a cell: it serves one exchange at a time, or is kept for the next. */
// Writes and closes are void: a failed one closes the channel, which is where it is dealt with.
@SuppressWarnings("FutureReturnValueIgnored")
final class AgentConnection extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(AgentConnection.class);
  private static final Pattern KEEP_SECONDS = Pattern.compile("timeout\\s*=\\s*(\\d{1,6})");

  private final Loop loop;
  private final ResponseDecoder decoder;
  private long keepNanos;
  private long idleSince;
  private @Nullable ChannelHandlerContext context;
  private @Nullable UUID cell;
  private @Nullable Exchange exchange;
  private boolean tunnel;

  AgentConnection(Loop loop, ResponseDecoder decoder, Limits limits) {
    this.loop = loop;
    this.decoder = decoder;
    this.keepNanos = limits.patience().idleAgent().toNanos();
  }

  void belongsTo(UUID owner) {
    cell = owner;
  }

  UUID cell() {
    return Objects.requireNonNull(cell);
  }

  /** Sends the head of a request; what comes back belongs to the exchange. */
  void serve(Exchange served, HttpRequest request) {
    exchange = served;
    decoder.expect(request.method().equals(HttpMethod.HEAD));
    context().write(request, context().voidPromise());
  }

  void write(Object part) {
    context().write(part, context().voidPromise());
  }

  void flush() {
    context().flush();
  }

  void read() {
    context().read();
  }

  boolean isWritable() {
    return context().channel().isWritable();
  }

  /** Learns from a response how long the cell keeps an idle connection. */
  void learnPatience(HttpResponse response) {
    String value = response.headers().get("Keep-Alive");
    if (value != null) {
      Matcher seconds = KEEP_SECONDS.matcher(value);
      if (seconds.find()) {
        // A second less than the cell's own, so that we close first and no request is lost.
        long theirs = Math.max(0, Long.parseLong(seconds.group(1)) - 1);
        keepNanos = Math.min(keepNanos, TimeUnit.SECONDS.toNanos(theirs));
      }
    }
  }

  /** The exchange is over and the connection is as good as new. */
  void keep() {
    exchange = null;
    idleSince = System.nanoTime();
    if (keepNanos == 0 || !context().channel().isActive()) {
      close();
      return;
    }
    loop.keep(this);
    // Reading while idle is how the cell's closing is noticed at once.
    context().read();
  }

  void close() {
    exchange = null;
    context().close();
  }

  boolean isFresh(long idleNanosMax) {
    long idle = System.nanoTime() - idleSince;
    return idle < Math.min(idleNanosMax, keepNanos) && context().channel().isActive();
  }

  boolean isExpired(long now) {
    return now - idleSince >= keepNanos;
  }

  /** From now on bytes pass as they are. */
  void becomeTunnel() {
    tunnel = true;
    context().pipeline().remove(HttpRequestEncoder.class);
    context().pipeline().remove(decoder);
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    Exchange served = exchange;
    if (served == null) {
      // Bytes that nobody asked for: the connection cannot be trusted any more.
      ReferenceCountUtil.release(message);
      loop.forget(this);
      ctx.close();
      return;
    }
    if (tunnel && message instanceof ByteBuf bytes) {
      served.toClient(bytes);
      return;
    }
    if (message instanceof HttpResponse response) {
      served.responded(response);
    }
    if (message instanceof HttpContent content) {
      served.body(content);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    Exchange served = exchange;
    if (served != null) {
      served.agentPaused();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    Exchange served = exchange;
    if (served != null) {
      served.agentWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    loop.forget(this);
    Exchange served = exchange;
    exchange = null;
    if (served != null) {
      served.agentGone();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn("a connection to cell {} is closed", cell, cause);
    }
    ctx.close();
  }
}
