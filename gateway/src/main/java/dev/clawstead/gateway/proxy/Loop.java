package dev.clawstead.gateway.proxy;

import dev.clawstead.gateway.table.AgentRoute;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's share of the gateway. A client's connection and those to its cells live on the
 * same loop, so that nothing here needs a lock and no byte changes threads.
 */
final class Loop {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final int CONNECT_MILLIS = 2_000;
  private static final long TICK_MILLIS = 250;

  private final EventLoop eventLoop;
  private final Bootstrap toCells;
  private final int idleMax;
  private final Set<ClientConnection> clients = new HashSet<>();
  private final Map<UUID, ArrayDeque<AgentConnection>> idle = new HashMap<>();
  private final LinkedHashSet<AgentConnection> oldestIdle = new LinkedHashSet<>();
  private String date = "";

  Loop(EventLoop eventLoop, Class<? extends SocketChannel> type, Limits limits, int idleMax) {
    this.eventLoop = eventLoop;
    this.idleMax = idleMax;
    this.toCells =
        new Bootstrap()
            .group(eventLoop)
            .channel(type)
            .option(ChannelOption.ALLOCATOR, EventLoops.BUFFERS)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.AUTO_READ, false)
            .handler(new ToCell(this, limits));
  }

  void start() {
    tick();
    var _ =
        eventLoop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void execute(Runnable task) {
    eventLoop.execute(task);
  }

  boolean isHere() {
    return eventLoop.inEventLoop();
  }

  /** The Date header of now, made once a tick. */
  String date() {
    return date;
  }

  void add(ClientConnection client) {
    clients.add(client);
  }

  void remove(ClientConnection client) {
    clients.remove(client);
  }

  /** A kept connection to this cell that was used not longer ago than that. */
  @Nullable AgentConnection take(UUID cell, long idleNanosMax) {
    ArrayDeque<AgentConnection> kept = idle.get(cell);
    AgentConnection newest = kept == null ? null : kept.peekLast();
    if (newest == null || !newest.isFresh(idleNanosMax)) {
      return null;
    }
    forget(newest);
    return newest;
  }

  void keep(AgentConnection connection) {
    idle.computeIfAbsent(connection.cell(), c -> new ArrayDeque<>(1)).addLast(connection);
    oldestIdle.add(connection);
    if (oldestIdle.size() > idleMax) {
      AgentConnection oldest = oldestIdle.getFirst();
      forget(oldest);
      oldest.close();
    }
  }

  void forget(AgentConnection connection) {
    if (oldestIdle.remove(connection)) {
      ArrayDeque<AgentConnection> kept = idle.get(connection.cell());
      if (kept != null) {
        kept.remove(connection);
        if (kept.isEmpty()) {
          idle.remove(connection.cell());
        }
      }
    }
  }

  /** Connects to the cell; the listener gets null when it cannot be reached. */
  void connect(
      AgentRoute route, InetSocketAddress address, Consumer<@Nullable AgentConnection> then) {
    toCells
        .connect(address)
        .addListener((Future<? super Void> done) -> connected(route, done, then));
  }

  private void connected(
      AgentRoute route, Future<? super Void> done, Consumer<@Nullable AgentConnection> then) {
    if (!done.isSuccess()) {
      then.accept(null);
      return;
    }
    Channel channel = ((io.netty.channel.ChannelFuture) done).channel();
    AgentConnection connection = channel.pipeline().get(AgentConnection.class);
    connection.belongsTo(route.cell());
    then.accept(connection);
  }

  private void tick() {
    date = HTTP_DATE.format(Instant.now());
    long now = System.nanoTime();
    List.copyOf(clients).forEach(client -> client.check(now));
    while (!oldestIdle.isEmpty() && oldestIdle.getFirst().isExpired(now)) {
      AgentConnection oldest = oldestIdle.getFirst();
      forget(oldest);
      oldest.close();
    }
  }

  private static final class ToCell extends ChannelInitializer<SocketChannel> {

    private final Loop loop;
    private final Limits limits;

    ToCell(Loop loop, Limits limits) {
      this.loop = loop;
      this.limits = limits;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      ResponseDecoder decoder = new ResponseDecoder();
      channel
          .pipeline()
          .addLast(decoder, new HttpRequestEncoder(), new AgentConnection(loop, decoder, limits));
    }
  }
}
