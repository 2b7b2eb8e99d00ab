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
import dev.clawstead.gateway.model.ProviderClient.Origin;
import dev.clawstead.gateway.protocol.UsageTally;
import dev.clawstead.gateway.trace.AttemptTrace;
import dev.clawstead.gateway.trace.CallTrace;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What one attempt uses and costs, told to the journal, and settled once with its budget. */
final class AttemptBooks {

  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(1);

  private final UUID id = UuidV7.next();
  private final Desk desk;
  private final ModelRequest request;
  private final Offer offer;
  private final Reservation reservation;
  private final PromptMarks marks;
  private final PromptMarks.Beginning known;
  private final TokenUse prompt;
  private final UsageTally tally;
  private final AttemptTrace trace;
  private final long startNanos = System.nanoTime();
  private int status;
  private long firstByteNanos = -1;
  private long progressNanos = startNanos;

  AttemptBooks(Desk desk, ModelRequest request, Offer offer, Reservation reservation) {
    this.desk = desk;
    this.request = request;
    this.offer = offer;
    this.reservation = reservation;
    this.marks = PromptMarks.of(request.ask(), request.body());
    this.known = desk.caches().known(offer.key().id(), modelName(), marks);
    this.prompt = desk.sizes().likely(modelName(), request.ask().session(), request.ask(), known);
    this.tally = new UsageTally(offer.provider().protocol());
    this.trace = request.trace().attempt(id, asked());
    desk.figures().reserved().add(reservation.amount().micros());
  }

  private CallTrace.Asked asked() {
    Origin origin = Origin.of(offer.provider().base());
    String operation =
        switch (request.surface()) {
          case EMBEDDINGS -> "embeddings";
          case COUNT_TOKENS -> "count_tokens";
          case CHAT, RESPONSES, MESSAGES, NATIVE_MESSAGES, MODELS, CATALOG, USAGE -> "chat";
        };
    return new CallTrace.Asked(
        operation, offer.provider().name(), modelName(), origin.host(), origin.port());
  }

  UUID id() {
    return id;
  }

  /** What tells the provider which trace it is part of, or null. */
  @Nullable String traceparent() {
    return trace.header();
  }

  ModelRequest request() {
    return request;
  }

  Offer offer() {
    return offer;
  }

  /** What the provider says of its use, which is read from its answer. */
  UsageTally tally() {
    return tally;
  }

  Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /**
   * Writes down that it is about to be made, as it would count if this process died then; when that
   * fails it must not be made.
   */
  void begin() throws IOException {
    desk.journal().begin(attempt(AttemptOutcome.CUT, true, null, prompt));
  }

  /** The provider has begun to answer. */
  void answering(int withStatus) {
    firstByteNanos = System.nanoTime() - startNanos;
    status = withStatus;
    if (withStatus / 100 == 2) {
      desk.caches().told(offer.key().id(), modelName(), marks);
    }
  }

  int status() {
    return status;
  }

  /** Writes down now and then how far it has come. */
  void progress(long now) {
    if (now - progressNanos > PROGRESS_EVERY.toNanos()) {
      progressNanos = now;
      TokenUse use = estimatedUse();
      desk.journal().progress(id, use, spendOf(use));
    }
  }

  /** It was not sent, nor does it count: the journal could not take it. */
  void giveUp() {
    reservation.settle(Spend.NONE);
    trace.end(attempt(AttemptOutcome.FAILED, false, null, TokenUse.NONE).result());
  }

  /** It came to nothing, and costs nothing, so nobody need wait for the disk. */
  void failed(String problem) {
    reservation.settle(Spend.NONE);
    count(AttemptOutcome.FAILED, Spend.NONE);
    Attempt ended = attempt(AttemptOutcome.FAILED, false, problem, TokenUse.NONE);
    trace.end(ended.result());
    var _ = desk.journal().end(ended);
  }

  /** It costs what it has used; completes when that is on the disk. */
  CompletableFuture<Void> settle(
      AttemptOutcome outcome, boolean estimated, @Nullable String problem, TokenUse use) {
    Attempt ended = attempt(outcome, estimated, problem, use);
    // First, so that the disk is at work while the rest is counted.
    CompletableFuture<Void> onDisk = desk.journal().end(ended);
    Spend spent = ended.result().spend();
    reservation.settle(spent);
    count(outcome, spent);
    trace.end(ended.result());
    desk.traffic().spent(request.purse().instance(), spent.tokens());
    if (tally.complete()) {
      desk.sizes()
          .learn(
              modelName(), request.ask().session(), request.ask(), known, use, tally.textChars());
    }
    return onDisk;
  }

  private void count(AttemptOutcome outcome, Spend spent) {
    ModelFigures figures = desk.figures();
    String provider = offer.provider().name();
    figures.attempts().one(provider, outcome.word());
    figures.settled().add(spent.micros());
    figures.total().took(System.nanoTime() - startNanos, provider);
    if (firstByteNanos >= 0) {
      figures.firstByte().took(firstByteNanos, provider);
    }
  }

  /** What was used, from what the provider has said and from what was seen. */
  TokenUse estimatedUse() {
    boolean begun = firstByteNanos >= 0;
    return tally.use(prompt, begun ? desk.sizes().output(modelName(), tally.textChars()) : 0);
  }

  private String modelName() {
    return offer.model().id().model();
  }

  private Spend spendOf(TokenUse use) {
    return request.surface().isFree() ? Spend.NONE : offer.charged(Spend.of(offer.price(), use));
  }

  private Attempt attempt(
      AttemptOutcome outcome, boolean estimated, @Nullable String problem, TokenUse use) {
    Spend spend = spendOf(use);
    return new Attempt(
        id,
        reservation.at(),
        reservation.purse(),
        new Request(request.id(), request.trace().id(), request.ask().model(), request.kind()),
        new Target(offer.provider().name(), modelName(), offer.key().id(), reservation.amount()),
        new Result(
            outcome,
            estimated,
            status == 0 ? null : status,
            problem,
            use,
            estimated ? spend.atMost(reservation.amount()) : spend,
            firstByteNanos < 0 ? null : Duration.ofNanos(firstByteNanos),
            sinceStart()));
  }
}
