package dev.clawstead.gateway.model;

import dev.clawstead.db.spending.Purse;
import dev.clawstead.gateway.proxy.Limits;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What every connection of the model gateway works with.
 *
 * @param refresh reads an address's row again, and completes when the table knows it
 * @param roomStep how much room a body of unknown length takes at once, in bytes
 */
record ModelSite(
    Desk desk,
    Callers callers,
    Function<String, CompletableFuture<Void>> refresh,
    BodyRoom room,
    Limits.Size sizes,
    long roomStep) {

  /** Hands over the names that this purse's agent may ask for. */
  void names(EventLoop loop, Purse purse, Consumer<List<String>> then) {
    OnLoop.then(
        loop,
        desk.purses().payer(purse),
        (payer, failed) ->
            then.accept(payer == null ? List.of() : desk.shelf().get().names(payer.plan())));
  }
}
