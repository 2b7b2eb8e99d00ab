package dev.clawstead.gateway.model;

import dev.clawstead.db.spending.Attempt;
import dev.clawstead.db.spending.Attempt.Request;
import dev.clawstead.db.spending.Attempt.Result;
import dev.clawstead.db.spending.Attempt.Target;
import dev.clawstead.domain.AttemptOutcome;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.TokenUse;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.gateway.budget.Reservation;
import dev.clawstead.gateway.model.ProviderErrors.Reading;
import dev.clawstead.gateway.protocol.Refusal;
import dev.clawstead.gateway.protocol.UsageTally;
import dev.clawstead.gateway.translate.Translation;
import dev.clawstead.gateway.translate.Untranslatable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a provider: in the journal before the provider hears of it, settled and on the
 * disk before the caller has the answer's last byte.
 */
final class ProviderAttempt implements ProviderCall {

  private static final int ERROR_BYTES_MAX = 64 * 1024;
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(1);

  private final UUID id = UuidV7.next();
  private final Desk desk;
  private final EventLoop loop;
  private final ProviderClient client;
  private final ModelRequest request;
  private final Offer offer;
  private final Reservation reservation;
  private final long promptEstimate;
  private final long outputMax;
  private final UsageTally tally;
  private final long startNanos = System.nanoTime();
  private final ByteBuf error = Unpooled.buffer(0, ERROR_BYTES_MAX);

  private @Nullable Caller caller;
  private @Nullable Consumer<End> then;
  private @Nullable ProviderConnection connection;
  private @Nullable Translation translation;
  private @Nullable AnswerRelay relay;
  private @Nullable ScheduledFuture<?> watch;
  private boolean fresh;
  private boolean sent;
  private boolean over;
  private int status;
  private long firstByteNanos = -1;
  private long lastByteNanos = startNanos;
  private long progressNanos = startNanos;

  ProviderAttempt(
      Desk desk,
      EventLoop loop,
      ProviderClient client,
      ModelRequest request,
      Offer offer,
      Reservation reservation,
      long promptEstimate,
      long outputMax) {
    this.desk = desk;
    this.loop = loop;
    this.client = client;
    this.request = request;
    this.offer = offer;
    this.reservation = reservation;
    this.promptEstimate = promptEstimate;
    this.outputMax = outputMax;
    this.tally = new UsageTally(offer.provider().protocol());
  }

  /**
   * Makes the attempt.
   *
   * @param newConnection not to use one that was used before, after one of those failed
   */
  void begin(Caller answerTo, boolean newConnection, Consumer<End> ended) {
    caller = answerTo;
    then = ended;
    fresh = newConnection;
    // As it would count if this process died right after the request was sent.
    Attempt begun = attempt(AttemptOutcome.CUT, true, null, promptOnly());
    OnLoop.then(
        loop,
        desk.journal().begin(begun),
        (written, failed) -> {
          if (failed != null) {
            giveUp(Refusal.unavailable("Calls cannot be recorded at the moment."));
          } else {
            connect();
          }
        });
  }

  private void connect() {
    if (over) {
      return;
    }
    client.connect(ProviderClient.Origin.of(offer.provider().base()), fresh, this::connected);
  }

  private void connected(@Nullable ProviderConnection made) {
    if (over) {
      if (made != null) {
        made.cancel();
      }
      return;
    }
    if (made == null) {
      failed("it cannot be reached", Refusal.unavailable("The provider cannot be reached."));
      return;
    }
    connection = made;
    DefaultFullHttpRequest asked;
    try {
      translation = ProviderRequests.translation(request, offer, desk.clock());
      asked = ProviderRequests.of(request, offer, translation, outputMax, id);
    } catch (Untranslatable e) {
      made.cancel();
      end(
          AttemptOutcome.FAILED,
          "cannot be translated: " + e.field(),
          TokenUse.NONE,
          new End.TryNext(Refusal.untranslatable(e.field())));
      return;
    }
    sent = true;
    made.send(asked, this);
    watch(desk.patience().firstByte());
  }

  @Override
  public void head(HttpResponse head) {
    firstByteNanos = System.nanoTime() - startNanos;
    lastByteNanos = System.nanoTime();
    status = head.status().code();
    if (status / 100 == 2 && caller != null) {
      offer.key().breaker().succeeded();
      relay =
          AnswerRelay.of(
              head,
              caller,
              new AnswerRelay.How(
                  tally,
                  translation,
                  request.id(),
                  ProviderRequests.addsUsage(request, translation)),
              this::setReading);
      watch(desk.patience().nextByte());
    }
  }

  @Override
  public void body(ByteBuf bytes) {
    lastByteNanos = System.nanoTime();
    AnswerRelay current = relay;
    if (current == null) {
      error.writeBytes(bytes, Math.min(bytes.readableBytes(), error.maxWritableBytes()));
      bytes.release();
      return;
    }
    current.body(bytes);
    if (lastByteNanos - progressNanos > PROGRESS_EVERY.toNanos()) {
      progressNanos = lastByteNanos;
      TokenUse use = estimatedUse();
      desk.journal().progress(id, use, spendOf(use));
    }
  }

  @Override
  public void end() {
    AnswerRelay current = relay;
    if (current == null) {
      refusedByProvider();
      return;
    }
    current.endOfInput();
    if (current.isWhole()) {
      settle(AttemptOutcome.DONE, !tally.complete(), null, estimatedUse(), current::end);
    } else {
      settle(AttemptOutcome.CUT, true, "the answer has no end", estimatedUse(), current::cut);
    }
  }

  @Override
  public void broken(String why) {
    AnswerRelay current = relay;
    ProviderConnection used = connection;
    if (current != null) {
      settle(AttemptOutcome.CUT, true, why, estimatedUse(), current::cut);
    } else if (!fresh && used != null && used.wasStale() && atOnce()) {
      // A kept connection that was closed while it was idle: the provider has not seen the call.
      end(AttemptOutcome.FAILED, why, TokenUse.NONE, new End.TryAgain(offer));
    } else {
      failed(why, Refusal.unavailable("The provider broke off."));
    }
  }

  /** Too soon after the start for the provider to have done any work. */
  private boolean atOnce() {
    return System.nanoTime() - startNanos < TimeUnit.MILLISECONDS.toNanos(250);
  }

  private void refusedByProvider() {
    Reading reading = ProviderErrors.read(status, error);
    switch (reading) {
      case Reading.KeyRefused refused -> {
        offer.key().breaker().refuse(refused.problem());
        desk.refused().accept(offer.key(), refused.problem());
        end(
            AttemptOutcome.FAILED,
            refused.problem(),
            TokenUse.NONE,
            new End.TryNext(
                offer.key().isCustomers()
                    ? Refusal.ownKeyRefused(offer.provider().name(), offer.key().name())
                    : Refusal.unavailable("The provider does not answer at the moment.")));
      }
      case Reading.Trouble trouble ->
          failed(trouble.problem(), Refusal.unavailable("The provider is not well at the moment."));
      case Reading.RequestWrong wrong ->
          end(
              AttemptOutcome.FAILED,
              wrong.message(),
              TokenUse.NONE,
              new End.Refused(Refusal.refusedByProvider(status, wrong.message())));
    }
  }

  /** The provider's fault, before the caller saw anything: another may serve the call. */
  private void failed(String problem, Refusal last) {
    offer.key().breaker().failed(problem);
    end(AttemptOutcome.FAILED, problem, TokenUse.NONE, new End.TryNext(last));
  }

  private void giveUp(Refusal refusal) {
    if (!over) {
      over = true;
      reservation.settle(Spend.NONE);
      tell(new End.Refused(refusal));
    }
  }

  /** The caller went away. */
  void hangUp() {
    if (over) {
      return;
    }
    ProviderConnection used = connection;
    if (used != null) {
      used.cancel();
    }
    AnswerRelay current = relay;
    if (current != null) {
      current.release();
    }
    TokenUse use = sent ? estimatedUse() : TokenUse.NONE;
    settle(AttemptOutcome.HUNG_UP, sent, "the caller went away", use, () -> {});
  }

  void callerWritable() {
    setReading(true);
  }

  private void setReading(boolean reading) {
    ProviderConnection used = connection;
    if (used != null && !over) {
      used.setReading(reading);
    }
  }

  /** What was used, from what the provider has said and from what was seen. */
  private TokenUse estimatedUse() {
    return tally.use(promptEstimate, desk.sizes().output(modelName(), tally.textChars()));
  }

  private TokenUse promptOnly() {
    return new TokenUse(promptEstimate, 0, 0, 0, 0);
  }

  private String modelName() {
    return offer.model().id().model();
  }

  private Spend spendOf(TokenUse use) {
    return request.surface().isFree() ? Spend.NONE : offer.charged(Spend.of(offer.price(), use));
  }

  private void end(AttemptOutcome outcome, String problem, TokenUse use, End how) {
    if (over) {
      return;
    }
    over = true;
    stopWatching();
    reservation.settle(spendOf(use));
    // Nothing was spent, so nobody need wait for the disk.
    var _ = desk.journal().end(attempt(outcome, false, problem, use));
    tell(how);
  }

  private void settle(
      AttemptOutcome outcome,
      boolean estimated,
      @Nullable String problem,
      TokenUse use,
      Runnable lastByte) {
    if (over) {
      return;
    }
    over = true;
    stopWatching();
    Attempt ended = attempt(outcome, estimated, problem, use);
    reservation.settle(ended.result().spend());
    if (tally.complete()) {
      desk.sizes().learn(modelName(), request.ask().session(), request.ask(), use.prompt());
      desk.sizes().learnOutput(modelName(), tally.textChars(), use.output() - use.reasoning());
    }
    OnLoop.then(
        loop,
        desk.journal().end(ended),
        (synced, failed) -> {
          lastByte.run();
          tell(new End.Answered());
        });
  }

  private Attempt attempt(
      AttemptOutcome outcome, boolean estimated, @Nullable String problem, TokenUse use) {
    Spend spend = spendOf(use);
    return new Attempt(
        id,
        reservation.at(),
        request.purse(),
        new Request(request.id(), request.trace(), request.ask().model(), request.kind()),
        new Target(offer.provider().name(), modelName(), offer.key().id(), reservation.amount()),
        new Result(
            outcome,
            estimated,
            status == 0 ? null : status,
            problem,
            use,
            estimated ? spend.atMost(reservation.amount()) : spend,
            firstByteNanos < 0 ? null : Duration.ofNanos(firstByteNanos),
            Duration.ofNanos(System.nanoTime() - startNanos)));
  }

  private void watch(Duration patience) {
    stopWatching();
    watch = loop.schedule(() -> check(patience), patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** A caller that does not take what it asked for is not the provider's fault. */
  private void check(Duration patience) {
    Caller answerTo = caller;
    boolean callersFault = answerTo != null && relay != null && !answerTo.isWritable();
    long silent = System.nanoTime() - lastByteNanos;
    if (over) {
      return;
    }
    if (silent >= patience.toNanos() && !callersFault) {
      ProviderConnection used = connection;
      if (used != null) {
        used.cancel();
      }
      broken("it was silent for " + patience.toSeconds() + " s");
      return;
    }
    long rest = callersFault ? patience.toNanos() : patience.toNanos() - silent;
    watch = loop.schedule(() -> check(patience), rest, TimeUnit.NANOSECONDS);
  }

  private void stopWatching() {
    ScheduledFuture<?> current = watch;
    if (current != null) {
      current.cancel(false);
    }
  }

  private void tell(End end) {
    error.release();
    Consumer<End> listener = then;
    if (listener != null) {
      listener.accept(end);
    }
  }

  /** How an attempt ended, for the call it belongs to. */
  sealed interface End {

    /** The caller has an answer, whole or not. */
    record Answered() implements End {}

    /** Another offer may serve the call; {@code last} is what to say if there is none. */
    record TryNext(Refusal last) implements End {}

    /** The connection was stale; the same offer deserves a new one. */
    record TryAgain(Offer offer) implements End {}

    /** No other offer would do better. */
    record Refused(Refusal refusal) implements End {}
  }
}
