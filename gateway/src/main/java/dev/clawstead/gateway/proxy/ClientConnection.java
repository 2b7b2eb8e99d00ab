package dev.clawstead.gateway.proxy;

import dev.clawstead.gateway.page.Page;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection. What arrived and cannot be passed on yet waits in the inbox, and nothing
 * more is read while anything waits there: that is the whole back pressure.
 */
// Writes and closes are void: a failed one closes the channel, which is where it is dealt with.
@SuppressWarnings("FutureReturnValueIgnored")
final class ClientConnection extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
  private static final Duration LINGER = Duration.ofSeconds(2);
  private static final long NEVER = Long.MAX_VALUE;

  private final Site site;
  private final Loop loop;
  private final ResponseEncoder encoder;
  private final ArrayDeque<Object> inbox = new ArrayDeque<>();
  private @Nullable ChannelHandlerContext context;
  private @Nullable Exchange current;
  private String peer = "";
  private boolean pumping;
  private boolean tunnel;
  private boolean lingering;
  private long deadline = NEVER;
  private long stalledSince = NEVER;

  ClientConnection(Site site, Loop loop, ResponseEncoder encoder) {
    this.site = site;
    this.loop = loop;
    this.encoder = encoder;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    if (ctx.channel().remoteAddress() instanceof InetSocketAddress address) {
      peer = address.getAddress().getHostAddress();
    }
    loop.add(this);
    expect(site.limits().patience().firstRequest());
    ctx.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (lingering) {
      ReferenceCountUtil.release(message);
      return;
    }
    inbox.add(message);
    pump();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    Exchange served = current;
    if (served != null) {
      served.clientPaused();
    }
    readMore();
  }

  /** Passes on what can be passed on now. */
  void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (!inbox.isEmpty() && !lingering && pumpOne(inbox.peek())) {
        // Each step takes one message off the inbox.
      }
    } finally {
      pumping = false;
    }
  }

  private boolean pumpOne(Object message) {
    Exchange served = current;
    if (served == null) {
      inbox.poll();
      if (message instanceof HttpRequest request) {
        begin(request);
      } else {
        // The empty end of a request that was answered without it.
        ReferenceCountUtil.release(message);
      }
      return true;
    }
    if (tunnel && message instanceof ByteBuf bytes && served.acceptsBody()) {
      inbox.poll();
      served.toAgent(bytes);
      return true;
    }
    if (message instanceof HttpContent content
        && !(message instanceof HttpRequest)
        && served.acceptsBody()) {
      inbox.poll();
      passBody(served, content);
      return true;
    }
    return false;
  }

  private void begin(HttpRequest request) {
    RequestRules.toOriginForm(request);
    if (RequestRules.hasBody(request)) {
      expect(site.limits().patience().body());
    } else {
      deadline = NEVER;
    }
    Page bad = RequestRules.check(request, site.limits().size());
    Exchange exchange = new Exchange(site, loop, this, request);
    current = exchange;
    if (bad == null) {
      exchange.begin();
    } else {
      exchange.refuse(bad);
    }
  }

  private void passBody(Exchange served, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      content.release();
      served.badBody();
      return;
    }
    if (content instanceof LastHttpContent) {
      deadline = NEVER;
    } else {
      expect(site.limits().patience().body());
    }
    served.requestBody(content);
  }

  /** The cell takes the request's body again, so the client's clock starts anew. */
  void resume() {
    if (deadline != NEVER && !lingering) {
      expect(site.limits().patience().body());
    }
    pump();
    readMore();
  }

  /** Reads on, unless something that arrived earlier still waits. */
  void readMore() {
    if (inbox.isEmpty()) {
      context().read();
    }
  }

  void write(Object part) {
    context().write(part, context().voidPromise());
  }

  void flush() {
    context().flush();
  }

  boolean isWritable() {
    return context().channel().isWritable();
  }

  boolean isOpen() {
    return context().channel().isActive();
  }

  String peer() {
    return peer;
  }

  /** Says how the next response is framed. */
  void expectResponseTo(HttpMethod method) {
    encoder.expect(method.equals(HttpMethod.HEAD));
  }

  /** Writes one of our own answers whole. */
  void answer(FullHttpResponse answer, HttpMethod method, boolean keep) {
    answer.headers().set(HttpHeaderNames.DATE, loop.date());
    if (!keep) {
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    expectResponseTo(method);
    write(answer);
    finished(keep, keep);
  }

  /**
   * The exchange is over.
   *
   * @param keep whether the connection serves another one
   * @param requestEnded whether the client has nothing more to send
   */
  void finished(boolean keep, boolean requestEnded) {
    current = null;
    flush();
    if (keep) {
      expect(site.limits().patience().nextRequest());
      pump();
      readMore();
    } else if (requestEnded) {
      context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else {
      linger();
    }
  }

  /**
   * Ends the connection where it is, so that the client sees that something is missing.
   *
   * @param hard when a plain close would look like the response's proper end
   */
  void cut(boolean hard) {
    current = null;
    if (hard) {
      context().channel().config().setOption(ChannelOption.SO_LINGER, 0);
    } else {
      flush();
    }
    context().close();
  }

  /** Whether more arrived than belongs to the request that is being served. */
  boolean sentAhead() {
    return !inbox.isEmpty();
  }

  /** From now on bytes pass as they are. */
  void becomeTunnel() {
    tunnel = true;
    flush();
    context().pipeline().remove(encoder);
    context().pipeline().remove(RequestDecoder.class);
  }

  /**
   * Closes after the client has had time to read the answer: closing with unread bytes in the
   * socket would reset the connection and take the answer away.
   */
  private void linger() {
    lingering = true;
    releaseInbox();
    expect(LINGER);
    if (context().channel() instanceof DuplexChannel duplex) {
      context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> duplex.shutdownOutput());
    }
    context().read();
  }

  private void expect(Duration patience) {
    deadline = System.nanoTime() + patience.toNanos();
  }

  /** Gives up on a client that lets us wait. */
  void check(long now) {
    // While the cell is the slow one, the client is not to blame.
    boolean waits = current == null || lingering || currentWantsBody();
    if (deadline != NEVER && now - deadline >= 0 && waits) {
      context().close();
    } else if (stalledSince != NEVER
        && now - stalledSince > site.limits().patience().stalledClient().toNanos()) {
      context().close();
    }
  }

  private boolean currentWantsBody() {
    Exchange served = current;
    return served != null && served.acceptsBody();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    stalledSince = ctx.channel().isWritable() ? NEVER : System.nanoTime();
    Exchange served = current;
    if (served != null && ctx.channel().isWritable()) {
      served.clientWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    loop.remove(this);
    Exchange served = current;
    current = null;
    if (served != null) {
      served.clientGone();
    }
    releaseInbox();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn("a client's connection is closed", cause);
    }
    ctx.close();
  }

  private void releaseInbox() {
    inbox.forEach(ReferenceCountUtil::release);
    inbox.clear();
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context);
  }
}
