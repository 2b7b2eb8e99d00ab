package dev.clawstead.gateway.model;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on with what others have worked out on a call's own event loop. */
final class OnLoop {

  private static final Logger LOG = LoggerFactory.getLogger(OnLoop.class);

  private OnLoop() {}

  /** Hands the outcome over there, or the failure; a fault of the next step is logged, not lost. */
  static <T> void then(
      EventLoop loop,
      CompletableFuture<T> outcome,
      BiConsumer<? super @Nullable T, @Nullable Throwable> next) {
    var _ =
        outcome.whenCompleteAsync(
            (value, failed) -> {
              try {
                next.accept(value, failed);
              } catch (RuntimeException e) {
                LOG.error("a model call cannot go on", e);
                throw e;
              }
            },
            loop);
  }
}
