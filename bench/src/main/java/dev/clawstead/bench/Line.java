package dev.clawstead.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One kept connection of a load, with at most one request on it. */
final class Line extends SimpleChannelInboundHandler<HttpObject> {

  private static final int LOST = 0;

  private final Load load;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Due current;
  private int status;

  Line(Load load) {
    this.load = load;
  }

  /** Connects it, and waits for that. */
  void connect(EventLoop loop, InetSocketAddress to) {
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new HttpResponseDecoder(), Line.this);
              }
            })
        .connect(to)
        .syncUninterruptibly();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
  }

  // The write is void: a failed one closes the channel, which is where it is counted.
  @SuppressWarnings("FutureReturnValueIgnored")
  void send(Due due) {
    ChannelHandlerContext ctx = context;
    current = due;
    if (ctx == null || !ctx.channel().isActive()) {
      end(LOST);
      return;
    }
    ctx.writeAndFlush(due.request().retainedDuplicate(), ctx.voidPromise());
  }

  /** The status of the answer that has begun, 0 before. To be asked on the line's thread. */
  int status() {
    return status;
  }

  // A failed close leaves nothing to close.
  @SuppressWarnings("FutureReturnValueIgnored")
  void close() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.close();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
    if (part instanceof HttpResponse response) {
      status = response.status().code();
    }
    if (part instanceof LastHttpContent) {
      end(status);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(LOST);
  }

  /** A connection that is reset ends like any other. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    close();
  }

  private void end(int with) {
    Due done = current;
    current = null;
    if (done != null) {
      load.answered(this, done, with);
    }
  }

  /** A request and the moment it is due; its bytes are sent and stay its own. */
  record Due(long nanos, ByteBuf request) {

    long left() {
      return nanos - System.nanoTime();
    }
  }

  /** Who sends on lines. */
  interface Load {

    /** The line has its answer, or is lost, which is status 0. Called on the line's thread. */
    void answered(Line line, Due due, int status);
  }
}
