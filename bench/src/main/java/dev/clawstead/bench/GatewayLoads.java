package dev.clawstead.bench;

import dev.clawstead.bench.GatewayStand.Seller;
import dev.clawstead.bench.InstantProvider.Manner;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * OpenClaw's requests to an instant provider, straight and through gateways: one thread for all
 * clients and one for the provider, so that no load shares its thread with what it asks.
 */
final class GatewayLoads implements AutoCloseable {

  static final int CLIENTS = 16;
  static final String WHOLE = "whole";
  static final String STREAM = "stream";
  static final String HOLD = "hold";
  static final List<String> MANNERS = List.of(WHOLE, STREAM, HOLD);

  private final EventLoopGroup clients =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoopGroup providers =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final InstantProvider provider = new InstantProvider(providers);

  EventLoopGroup clients() {
    return clients;
  }

  InstantProvider provider() {
    return provider;
  }

  /** What the provider sells, one alias for each manner of answering. */
  List<Seller> sellers() {
    return MANNERS.stream().map(manner -> Seller.instant(manner, base(manner))).toList();
  }

  /** What comes before {@code /chat/completions} for answers of this manner. */
  URI base(String manner) {
    return provider.base(Manner.valueOf(manner.toUpperCase(Locale.ROOT)));
  }

  /** So many requests of different agents to a gateway. */
  static List<ByteBuf> through(GatewayStand stand, String alias, int count) throws IOException {
    byte[] body = ChatBody.openClaw(alias, !alias.equals(WHOLE));
    List<ByteBuf> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(ChatBody.post(GatewayStand.CHAT, stand.key(i), body));
    }
    return requests;
  }

  /** The same straight to the provider. */
  ByteBuf direct(String alias) throws IOException {
    return ChatBody.post(
        base(alias).getPath() + "/chat/completions",
        "sk-instant",
        ChatBody.openClaw("instant", !alias.equals(WHOLE)));
  }

  ClosedLoop closed(InetSocketAddress to, List<ByteBuf> requests) {
    return new ClosedLoop(clients, to, requests);
  }

  @Override
  public void close() {
    clients.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    providers.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
