package dev.clawstead.gateway.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The listening side: accepts browsers and programs and serves each on one event loop. */
public final class EdgeServer implements AutoCloseable {

  private static final int BACKLOG = 1024;

  private final MultiThreadIoEventLoopGroup group;
  private final Map<EventExecutor, Loop> loops = new HashMap<>();
  private final Channel listening;

  private EdgeServer(Site site, InetSocketAddress address) throws IOException {
    // Half the cores go to the kernel's share of the work. Each loop also keeps connections to
    // cells of its own, so more loops mean fewer requests that find one.
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(count, io);
    int idleMax = site.limits().count().idleAgentConnectionsMax() / count;
    Class<? extends SocketChannel> type = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    Class<? extends ServerSocketChannel> serverType =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    for (EventExecutor one : group) {
      Loop loop = new Loop((EventLoop) one, type, site.limits(), idleMax);
      loops.put(one, loop);
      loop.execute(loop::start);
    }
    listening = bind(new Accepted(site, loops), serverType, address);
  }

  /** Binds the address and serves; fails when the address cannot be had. */
  public static EdgeServer start(Site site, InetSocketAddress address) throws IOException {
    return new EdgeServer(site, address);
  }

  private Channel bind(
      Accepted accepted, Class<? extends ServerSocketChannel> type, InetSocketAddress address)
      throws IOException {
    var bound =
        new ServerBootstrap()
            .group(group)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(accepted)
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      close();
      throw new IOException("cannot listen on " + address + ": " + bound.cause().getMessage());
    }
    return bound.channel();
  }

  /** Where it listens, with the port that was really given. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }

  private static final class Accepted extends ChannelInitializer<SocketChannel> {

    private final Site site;
    private final Map<EventExecutor, Loop> loops;
    private final AtomicInteger open = new AtomicInteger();

    Accepted(Site site, Map<EventExecutor, Loop> loops) {
      this.site = site;
      this.loops = loops;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      if (open.incrementAndGet() > site.limits().count().clientsMax()) {
        open.decrementAndGet();
        var _ = channel.close();
        return;
      }
      channel.closeFuture().addListener(closed -> open.decrementAndGet());
      Loop loop = loops.get(channel.eventLoop());
      if (loop == null) {
        throw new IllegalStateException("a connection on an event loop that is not ours");
      }
      ResponseEncoder encoder = new ResponseEncoder();
      channel
          .pipeline()
          .addLast(
              new RequestDecoder(site.limits().size()),
              encoder,
              new ClientConnection(site, loop, encoder));
    }
  }
}
