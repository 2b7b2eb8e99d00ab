package dev.clawstead.gateway.model;

import dev.clawstead.db.spending.Purse;
import dev.clawstead.gateway.budget.Admission.Payer;
import dev.clawstead.gateway.proxy.Limits;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every connection of the model gateway works with.
 *
 * @param refresh reads an address's row again, and completes when the table knows it
 * @param keysByNow completes when the callers know every key that is good by now
 * @param limits of everything that a caller could otherwise make grow without end
 */
record ModelSite(
    Desk desk,
    Callers callers,
    Function<String, CompletableFuture<Void>> refresh,
    Supplier<CompletableFuture<Void>> keysByNow,
    BodyRooms bodies,
    RouterUsage usage,
    Limits limits) {

  Limits.Size sizes() {
    return limits.size();
  }

  Limits.Patience patience() {
    return limits.patience();
  }

  /** Hands over the names that this purse's agent may ask for. */
  void names(EventLoop loop, Purse purse, Consumer<List<String>> then) {
    payer(
        loop,
        purse,
        payer -> then.accept(payer == null ? List.of() : desk.shelf().get().names(payer.plan())));
  }

  /** Hands over who pays for this purse, or null when nobody can say. */
  void payer(EventLoop loop, Purse purse, Consumer<@Nullable Payer> then) {
    OnLoop.then(loop, desk.purses().payer(purse), (payer, failed) -> then.accept(payer));
  }
}
