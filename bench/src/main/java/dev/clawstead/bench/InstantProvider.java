package dev.clawstead.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A model provider that speaks chat completions and costs next to nothing, so that what is measured
 * is what stands before it. The path says how it answers.
 */
// Writes and closes are void: a failed one closes the channel, and the client counts that.
@SuppressWarnings("FutureReturnValueIgnored")
final class InstantProvider {

  static final int CHUNKS = 20;
  private static final long THINKS_MILLIS = 50;
  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":14110,\"completion_tokens\":20,\"total_tokens\":14130,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":13824,\"audio_tokens\":0},"
          + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0}}";
  private static final ByteBuf WHOLE = whole();
  private static final List<ByteBuf> STREAM = stream();

  private final Channel server;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /** How an answer comes. */
  enum Manner {
    /** One JSON body, at once. */
    WHOLE,
    /** Twenty chunks, each sent by itself, at once. */
    STREAM,
    /** The same stream after a moment of thought. */
    THINK,
    /** The first chunk, and nothing more. */
    HOLD;

    String path() {
      return "/" + name().toLowerCase(Locale.ROOT) + "/v1";
    }
  }

  InstantProvider(EventLoopGroup loops) {
    server =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    connections.add(channel);
                    channel.pipeline().addLast(new HttpRequestDecoder(), new Answering());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  /** What comes before {@code /chat/completions}. */
  URI base(Manner manner) {
    return URI.create("http://127.0.0.1:" + address().getPort() + manner.path());
  }

  /** Ends as a killed process does: nobody listens any more, and all connections are reset. */
  void kill() {
    server.close().awaitUninterruptibly();
    connections.forEach(
        one -> {
          one.config().setOption(ChannelOption.SO_LINGER, 0);
          one.close();
        });
  }

  private static ByteBuf whole() {
    String json =
        "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1762800673,"
            + "\"model\":\"instant\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
            + "\"assistant\",\"content\":\"Hello. I can read, write and run things for you.\","
            + "\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":"
            + "\"stop\"}],"
            + USAGE
            + "}";
    return bytes(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + json.length()
            + "\r\n\r\n"
            + json);
  }

  private static List<ByteBuf> stream() {
    List<ByteBuf> pieces = new ArrayList<>();
    String head =
        String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Content-Type: text/event-stream; charset=utf-8",
            "Transfer-Encoding: chunked",
            "",
            "");
    for (int i = 0; i < CHUNKS; i++) {
      String delta = "\"delta\":{\"content\":\" word\"},\"logprobs\":null,\"finish_reason\":null";
      pieces.add(bytes((i == 0 ? head : "") + chunk("[{\"index\":0," + delta + "}],", "null")));
    }
    pieces.add(
        bytes(
            chunk(
                    "[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}],",
                    "null")
                + chunk("[],", USAGE.substring("\"usage\":".length()))
                + framed("data: [DONE]\n\n")
                + "0\r\n\r\n"));
    return pieces;
  }

  private static String chunk(String choices, String usage) {
    return framed(
        "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":"
            + "1762800673,\"model\":\"instant\",\"choices\":"
            + choices
            + "\"usage\":"
            + usage
            + "}\n\n");
  }

  private static String framed(String data) {
    return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
  }

  private static ByteBuf bytes(String ascii) {
    ByteBuf direct = Unpooled.directBuffer(ascii.length());
    direct.writeCharSequence(ascii, StandardCharsets.US_ASCII);
    return Unpooled.unreleasableBuffer(direct);
  }

  private static final class Answering extends SimpleChannelInboundHandler<HttpObject> {

    private String path = "";

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
      if (part instanceof HttpRequest request) {
        path = request.uri();
      }
      if (part instanceof LastHttpContent) {
        answer(context);
      }
    }

    private void answer(ChannelHandlerContext context) {
      if (path.startsWith(Manner.WHOLE.path())) {
        context.writeAndFlush(WHOLE.duplicate(), context.voidPromise());
      } else if (path.startsWith(Manner.HOLD.path())) {
        context.writeAndFlush(STREAM.getFirst().duplicate(), context.voidPromise());
      } else if (path.startsWith(Manner.THINK.path())) {
        context.executor().schedule(() -> flow(context), THINKS_MILLIS, TimeUnit.MILLISECONDS);
      } else {
        flow(context);
      }
    }

    private static void flow(ChannelHandlerContext context) {
      STREAM.forEach(piece -> context.writeAndFlush(piece.duplicate(), context.voidPromise()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
