package dev.clawstead.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A thousand calls at once against a cap that is worth a hundred of them. */
final class CapRush {

  private static final int CALLS = 1_000;
  private static final int WORTH = 100;
  private static final int OUTPUT_MAX = 1_000;

  /** What the simulated model makes of so many words is 65 % of the bound. */
  private static final int WORDS = 406;

  private static final int THINKS_MILLIS = 300;
  private static final double UNDER_USE_PERCENT = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long REST_SECONDS = 60;

  private final GatewayStand stand;
  private final SimulatedProviders providers;

  CapRush(GatewayStand stand, SimulatedProviders providers) {
    this.stand = stand;
    this.providers = providers;
  }

  List<Row> rows() throws IOException, InterruptedException {
    ByteBuf call =
        ChatBody.post(
            GatewayStand.CHAT,
            stand.key(0),
            ChatBody.small(SimulatedProviders.CHAT, false, OUTPUT_MAX, "say " + WORDS + " words")
                .getBytes(StandardCharsets.UTF_8));
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      // One call before, by which the gateway learns the prompt's size; it has no cap yet.
      new ClosedLoop(loops, stand.gateway().models(), List.of(call)).once(PATIENCE);
      providers.think(THINKS_MILLIS);
      stand.books().awaitRest(1, REST_SECONDS);
      long before = stand.books().spentMicros(stand.agent(0).instance());
      long reserved = stand.books().entries().getFirst().reservedMicros();
      long cap = before + WORTH * reserved;
      stand.books().cap(stand.agent(0).instance(), cap);
      ClosedLoop rush =
          new ClosedLoop(loops, stand.gateway().models(), Collections.nCopies(CALLS, call));
      long good = rush.once(PATIENCE);
      int billed = providers.bills().size();
      boolean rested = stand.books().awaitRest(billed, REST_SECONDS);
      long spent = stand.books().spentMicros(stand.agent(0).instance());
      double unused = 100.0 * (cap - spent) / (cap - before);
      System.err.printf(
          "%d of %d calls were served, %d micros of %d spent%n",
          good, CALLS, spent - before, cap - before);
      return List.of(
          Row.atMost(
              "gateway: 1,000 calls at a cap: overshoot",
              "micros",
              0,
              (double) Math.max(0, spent - cap)),
          Row.atMost("gateway: 1,000 calls at a cap: unused", "%", UNDER_USE_PERCENT, unused),
          Row.atMost(
              "gateway: 1,000 calls at a cap: still reserved",
              "micros",
              0,
              rested ? 0 : (double) stand.books().leasedMicros()));
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }
  }
}
