package dev.clawstead.gateway.model;

import dev.clawstead.domain.AttemptOutcome;
import dev.clawstead.domain.TokenUse;
import dev.clawstead.gateway.model.ProviderErrors.Reading;
import dev.clawstead.gateway.protocol.Refusal;
import dev.clawstead.gateway.translate.Translation;
import dev.clawstead.gateway.translate.Untranslatable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a provider: in the journal before the provider hears of it, settled and on the
 * disk before the caller has the answer's last byte.
 */
final class ProviderAttempt implements ProviderCall {

  private static final int ERROR_BYTES_MAX = 64 * 1024;

  /** Too soon after the start for the provider to have done any work. */
  private static final Duration AT_ONCE = Duration.ofMillis(250);

  private final Desk desk;
  private final EventLoop loop;
  private final ProviderClient client;
  private final AttemptBooks books;
  private final long outputMax;
  private final SilenceWatch watch;
  private final ByteBuf error = Unpooled.buffer(0, ERROR_BYTES_MAX);

  private @Nullable Caller caller;
  private @Nullable Runnable begun;
  private @Nullable Consumer<AttemptEnd> then;
  private @Nullable ProviderConnection connection;
  private @Nullable Translation translation;
  private @Nullable AnswerRelay relay;
  private boolean fresh;
  private boolean sent;
  private boolean over;

  ProviderAttempt(
      Desk desk, EventLoop loop, ProviderClient client, AttemptBooks books, long outputMax) {
    this.desk = desk;
    this.loop = loop;
    this.client = client;
    this.books = books;
    this.outputMax = outputMax;
    this.watch = new SilenceWatch(loop, this::callerIsSlow, this::silent);
  }

  /**
   * Makes the attempt.
   *
   * @param newConnection not to use one that was used before, after one of those failed
   * @param answering told once the provider serves the call, so that no other will be asked
   */
  void begin(
      Caller answerTo, boolean newConnection, Runnable answering, Consumer<AttemptEnd> ended) {
    caller = answerTo;
    begun = answering;
    then = ended;
    fresh = newConnection;
    try {
      books.begin();
    } catch (IOException e) {
      giveUp(Refusal.unavailable("Calls cannot be recorded at the moment."));
      return;
    }
    connect();
  }

  private void connect() {
    if (!over) {
      client.connect(
          ProviderClient.Origin.of(books.offer().provider().base()), fresh, this::connected);
    }
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
    ModelRequest request = books.request();
    DefaultFullHttpRequest asked;
    try {
      translation = ProviderRequests.translation(request, books.offer(), desk.clock());
      asked =
          ProviderRequests.of(
              request, books.offer(), translation, outputMax, books.id(), books.traceparent());
    } catch (Untranslatable e) {
      made.cancel();
      end(
          "cannot be translated: " + e.field(),
          new AttemptEnd.TryNext(Refusal.untranslatable(e.field())));
      return;
    }
    sent = true;
    made.send(asked, this);
    watch.start(desk.patience().firstByte());
  }

  @Override
  public void head(HttpResponse head) {
    watch.heard();
    int status = head.status().code();
    books.answering(status);
    if (status / 100 == 2 && caller != null) {
      books.offer().key().breaker().succeeded();
      Runnable listener = begun;
      if (listener != null) {
        listener.run();
      }
      ModelRequest request = books.request();
      relay =
          AnswerRelay.of(
              head,
              caller,
              new AnswerRelay.How(
                  books.tally(),
                  translation,
                  request.id(),
                  ProviderRequests.addsUsage(request, translation)),
              this::setReading);
      watch.start(desk.patience().nextByte());
    }
  }

  @Override
  public void body(ByteBuf bytes) {
    long now = watch.heard();
    AnswerRelay current = relay;
    if (current == null) {
      error.writeBytes(bytes, Math.min(bytes.readableBytes(), error.maxWritableBytes()));
      bytes.release();
    } else {
      current.body(bytes);
      books.progress(now);
    }
  }

  @Override
  public void pause() {
    Caller answerTo = caller;
    if (relay != null && answerTo != null) {
      answerTo.flush();
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
      boolean guessed = !books.tally().complete();
      settle(AttemptOutcome.DONE, guessed, null, books.estimatedUse(), current::end);
    } else {
      cut("the answer has no end", current);
    }
  }

  @Override
  public void broken(String why) {
    AnswerRelay current = relay;
    ProviderConnection used = connection;
    if (current != null) {
      cut(why, current);
    } else if (!fresh && used != null && used.wasStale() && isAtOnce()) {
      // A kept connection that was closed while it was idle: the provider has not seen the call.
      end(why, new AttemptEnd.TryAgain(books.offer()));
    } else {
      failed(why, Refusal.unavailable("The provider broke off."));
    }
  }

  private void cut(String why, AnswerRelay current) {
    settle(AttemptOutcome.CUT, true, why, books.estimatedUse(), current::cut);
  }

  private boolean isAtOnce() {
    return books.sinceStart().compareTo(AT_ONCE) < 0;
  }

  private void refusedByProvider() {
    int status = books.status();
    Reading reading = ProviderErrors.read(status, error);
    switch (reading) {
      case Reading.KeyRefused refused -> {
        ProviderSecret key = books.offer().key();
        key.breaker().refuse(refused.problem());
        desk.refused().accept(key, refused.problem());
        end(
            refused.problem(),
            new AttemptEnd.TryNext(
                key.isCustomers()
                    ? Refusal.ownKeyRefused(key.provider(), key.name())
                    : Refusal.unavailable("The provider does not answer at the moment.")));
      }
      case Reading.Trouble trouble ->
          failed(trouble.problem(), Refusal.unavailable("The provider is not well at the moment."));
      case Reading.RequestWrong wrong ->
          end(
              wrong.message(),
              new AttemptEnd.Refused(Refusal.refusedByProvider(status, wrong.message())));
    }
  }

  /** The provider's fault, before the caller saw anything: another may serve the call. */
  private void failed(String problem, Refusal last) {
    books.offer().key().breaker().failed(problem);
    end(problem, new AttemptEnd.TryNext(last));
  }

  private void giveUp(Refusal refusal) {
    if (!over) {
      over = true;
      books.giveUp();
      tell(new AttemptEnd.Refused(refusal));
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
    TokenUse use = sent ? books.estimatedUse() : TokenUse.NONE;
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

  private boolean callerIsSlow() {
    Caller answerTo = caller;
    return answerTo != null && relay != null && !answerTo.isWritable();
  }

  private void silent(Duration patience) {
    if (!over) {
      ProviderConnection used = connection;
      if (used != null) {
        used.cancel();
      }
      broken("it was silent for " + patience.toSeconds() + " s");
    }
  }

  private void end(String problem, AttemptEnd how) {
    if (!over) {
      over = true;
      watch.stop();
      books.failed(problem);
      tell(how);
    }
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
    watch.stop();
    OnLoop.then(
        loop,
        books.settle(outcome, estimated, problem, use),
        (synced, failed) -> {
          lastByte.run();
          tell(new AttemptEnd.Answered());
        });
  }

  private void tell(AttemptEnd end) {
    error.release();
    Consumer<AttemptEnd> listener = then;
    if (listener != null) {
      listener.accept(end);
    }
  }
}
