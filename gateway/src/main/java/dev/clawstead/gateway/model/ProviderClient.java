package dev.clawstead.gateway.model;

import dev.clawstead.gateway.proxy.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One event loop's connections to providers, kept open between calls. */
final class ProviderClient {

  private static final int CONNECT_MILLIS = 2_000;
  private static final int HEADERS_MAX = 64 * 1024;
  private static final int KEPT_MAX = 256;

  /** Shorter than the vendors' own: a connection that is just being closed is a failed call. */
  private static final long KEPT_NANOS = Duration.ofSeconds(20).toNanos();

  private final EventLoop loop;
  private final Class<? extends SocketChannel> type;
  private final SslContext tls;
  private final AddressResolverGroup<InetSocketAddress> names;
  private final Map<Origin, ArrayDeque<ProviderConnection>> idle = new HashMap<>();

  ProviderClient(
      EventLoop loop,
      Class<? extends SocketChannel> type,
      SslContext tls,
      AddressResolverGroup<InetSocketAddress> names) {
    this.names = names;
    this.loop = loop;
    this.type = type;
    this.tls = tls;
  }

  /** Hands over a connection that was used before, or a new one, or null when there is none. */
  void connect(Origin origin, boolean fresh, Consumer<@Nullable ProviderConnection> then) {
    ProviderConnection kept = fresh ? null : take(origin);
    if (kept != null) {
      then.accept(kept);
      return;
    }
    ProviderConnection connection = new ProviderConnection(this, origin);
    new Bootstrap()
        .group(loop)
        .channel(type)
        .resolver(names)
        .option(ChannelOption.ALLOCATOR, EventLoops.BUFFERS)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .handler(new ToProvider(origin, connection))
        .connect(InetSocketAddress.createUnresolved(origin.host, origin.port))
        .addListener((ChannelFuture done) -> then.accept(done.isSuccess() ? connection : null));
  }

  private @Nullable ProviderConnection take(Origin origin) {
    ArrayDeque<ProviderConnection> kept = idle.get(origin);
    long now = System.nanoTime();
    while (kept != null && !kept.isEmpty()) {
      ProviderConnection newest = kept.removeLast();
      if (newest.isUsable(now, KEPT_NANOS)) {
        return newest;
      }
      newest.close();
    }
    return null;
  }

  void giveBack(ProviderConnection connection) {
    ArrayDeque<ProviderConnection> kept =
        idle.computeIfAbsent(connection.origin(), o -> new ArrayDeque<>());
    kept.addLast(connection);
    if (kept.size() > KEPT_MAX) {
      kept.removeFirst().close();
    }
  }

  void forget(ProviderConnection connection) {
    ArrayDeque<ProviderConnection> kept = idle.get(connection.origin());
    if (kept != null) {
      kept.remove(connection);
    }
  }

  /** Where a provider listens. */
  record Origin(String host, int port, boolean secure) {

    static Origin of(URI base) {
      boolean secure = "https".equals(base.getScheme());
      int port = base.getPort() >= 0 ? base.getPort() : secure ? 443 : 80;
      return new Origin(Objects.requireNonNull(base.getHost()), port, secure);
    }

    /** The Host header. */
    String authority() {
      boolean usual = port == (secure ? 443 : 80);
      return usual ? host : host + ":" + port;
    }
  }

  private final class ToProvider extends ChannelInitializer<SocketChannel> {

    private final Origin origin;
    private final ProviderConnection connection;

    ToProvider(Origin origin, ProviderConnection connection) {
      this.origin = origin;
      this.connection = connection;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      if (origin.secure) {
        channel.pipeline().addLast(tls.newHandler(channel.alloc(), origin.host, origin.port));
      }
      channel
          .pipeline()
          .addLast(
              new HttpClientCodec(
                  new HttpDecoderConfig()
                      .setMaxHeaderSize(HEADERS_MAX)
                      .setMaxChunkSize(Integer.MAX_VALUE),
                  false,
                  true),
              connection);
    }
  }
}
