package dev.clawstead.bench;

import dev.clawstead.bench.GatewayStand.Seller;
import dev.clawstead.bench.InstantProvider.Manner;
import dev.clawstead.domain.ModelProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The provider that is first in its chain dies under load; the second serves on. */
final class ProviderLoss {

  private static final String ALIAS = "steady";
  private static final int AGENTS = 32;
  private static final int LINES = 128;
  private static final int PER_SECOND = 200;
  private static final Duration BEFORE = Duration.ofSeconds(5);
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final long KILL_AFTER_SECONDS = 2;
  private static final double FAILED_PERCENT = 1;
  private static final double DECIDED_MILLIS = 1_000;

  private ProviderLoss() {}

  static List<Row> rows() throws Exception {
    EventLoopGroup clients = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    EventLoopGroup servers = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    InstantProvider first = new InstantProvider(servers);
    InstantProvider second = new InstantProvider(servers);
    List<Seller> sellers = List.of(seller("first", first), seller("second", second));
    try (GatewayStand stand = GatewayStand.up(RouterProcess.Setup.BUILT, AGENTS, sellers)) {
      List<ByteBuf> requests = new ArrayList<>();
      for (int i = 0; i < AGENTS; i++) {
        requests.add(
            ChatBody.post(GatewayStand.CHAT, stand.key(i), ChatBody.openClaw(ALIAS, true)));
      }
      AtomicInteger next = new AtomicInteger();
      OpenLoop load =
          new OpenLoop(
              clients,
              stand.gateway().models(),
              LINES,
              () -> requests.get(next.getAndIncrement() % requests.size()));
      load.run(PER_SECOND, BEFORE, false);
      var killed =
          CompletableFuture.runAsync(
              first::kill, CompletableFuture.delayedExecutor(KILL_AFTER_SECONDS, TimeUnit.SECONDS));
      load.run(PER_SECOND, ROUND, true);
      killed.join();
      System.err.println(Spread.line("turns while the first provider dies", load.nanos()));
      double turns = PER_SECOND * ROUND.toSeconds();
      return List.of(
          Row.atMost(
              "gateway: first provider killed at 200/s: failed turns",
              "%",
              FAILED_PERCENT,
              100 * load.failures() / turns),
          Row.atMost(
              "gateway: first provider killed: longest turn",
              "ms",
              DECIDED_MILLIS,
              Spread.millisAt(load.nanos(), 100)));
    } finally {
      clients.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
      servers.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }
  }

  private static Seller seller(String name, InstantProvider provider) {
    return new Seller(
        ALIAS, name, ModelProtocol.OPENAI, provider.base(Manner.THINK), "instant", "sk-" + name);
  }
}
