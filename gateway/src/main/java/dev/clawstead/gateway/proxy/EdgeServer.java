package dev.clawstead.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The listening side: accepts browsers and programs and serves each on one event loop. */
public final class EdgeServer implements AutoCloseable {

  private final EventLoops eventLoops = new EventLoops();
  private final Map<EventExecutor, Loop> loops = new HashMap<>();
  private final Channel listening;

  private EdgeServer(Site site, InetSocketAddress address) throws IOException {
    List<EventLoop> all = eventLoops.all();
    int idleMax = site.limits().count().idleAgentConnectionsMax() / all.size();
    for (EventLoop one : all) {
      Loop loop = new Loop(one, eventLoops.socketType(), site.limits(), idleMax);
      loops.put(one, loop);
      loop.execute(loop::start);
    }
    try {
      listening = eventLoops.bind(new Accepted(site, loops), address);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Binds the address and serves; fails when the address cannot be had. */
  public static EdgeServer start(Site site, InetSocketAddress address) throws IOException {
    return new EdgeServer(site, address);
  }

  /** Where it listens, with the port that was really given. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  @Override
  public void close() {
    eventLoops.close();
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
