package dev.clawstead.gateway.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of one server, on the fastest transport there is, and the addresses it serves.
 */
public final class EventLoops implements AutoCloseable {

  /**
   * Where connections get their buffers. Netty's own choice in a process with a small heap is to
   * make those of 64 KB anew for every read, and to zero them.
   */
  public static final ByteBufAllocator BUFFERS =
      new PooledByteBufAllocator(true, 0, 1, 8 * 1024, 6, 256, 64, false);

  private static final int BACKLOG = 1024;

  private final boolean epoll = Epoll.isAvailable();
  private final MultiThreadIoEventLoopGroup group;

  /**
   * Starts them: one for two cores. The other half of the cores goes to the kernel's share of the
   * work, and each loop keeps connections of its own, so more loops mean fewer requests that find
   * one.
   */
  public EventLoops() {
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    group = new MultiThreadIoEventLoopGroup(count, io);
  }

  /** Each of them. */
  public List<EventLoop> all() {
    List<EventLoop> all = new ArrayList<>();
    for (EventExecutor one : group) {
      all.add((EventLoop) one);
    }
    return all;
  }

  /** What connections out of them are made of. */
  public Class<? extends SocketChannel> socketType() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** What asks name servers is made of. */
  public Class<? extends DatagramChannel> datagramType() {
    return epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
  }

  /** Serves an address, reading only when told to; fails when the address cannot be had. */
  public Channel bind(ChannelHandler accepted, InetSocketAddress address) throws IOException {
    var bound =
        new ServerBootstrap()
            .group(group)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, BUFFERS)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(accepted)
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + address + ": " + bound.cause().getMessage());
    }
    return bound.channel();
  }

  @Override
  public void close() {
    var _ =
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }
}
