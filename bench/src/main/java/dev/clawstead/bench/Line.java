package dev.clawstead.bench;

import dev.clawstead.bench.OpenLoop.Due;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One kept connection of a load, with at most one request on it. */
final class Line extends SimpleChannelInboundHandler<HttpObject> {

  private static final int LOST = 0;

  private final OpenLoop load;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Due current;
  private int status;

  Line(OpenLoop load) {
    this.load = load;
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
    ctx.writeAndFlush(
        Unpooled.copiedBuffer(due.request(), StandardCharsets.US_ASCII), ctx.voidPromise());
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

  private void end(int with) {
    Due done = current;
    current = null;
    if (done != null) {
      load.answered(this, done, with);
    }
  }
}
