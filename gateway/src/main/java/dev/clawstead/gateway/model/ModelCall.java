package dev.clawstead.gateway.model;

import dev.clawstead.domain.Price;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.TokenUse;
import dev.clawstead.gateway.budget.Admission;
import dev.clawstead.gateway.budget.Admission.Payer;
import dev.clawstead.gateway.budget.Reservation;
import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.Refusal;
import dev.clawstead.gateway.traffic.Turn;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One model call from its admission to its end: finds who can serve it, sets budget aside, tries
 * one offer after the other until one begins to answer. Lives on one event loop.
 */
final class ModelCall {

  /** An answer that may be no longer than this is still worth having. */
  private static final long OUTPUT_LEAST = 256;

  private static final String HUNG_UP = "hung-up";

  private final Desk desk;
  private final EventLoop loop;
  private final ProviderClient client;
  private final ModelRequest request;
  private final Caller caller;
  private final Deque<Offer> offers = new ArrayDeque<>();
  private @Nullable ProviderAttempt attempt;
  private @Nullable Turn turn;

  /** As it is counted: a name that does not exist is nobody's. */
  private String alias = "";

  private String outcome = HUNG_UP;

  /** What the caller was answered; 0 while it has heard nothing. */
  private int status;

  private boolean released;
  private boolean gone;
  private boolean over;

  ModelCall(Desk desk, EventLoop loop, ProviderClient client, ModelRequest request, Caller caller) {
    this.desk = desk;
    this.loop = loop;
    this.client = client;
    this.request = request;
    this.caller = caller;
  }

  void begin() {
    if (desk.journal().problem() != null) {
      refuse(Refusal.unavailable("Calls cannot be recorded at the moment, so none is made."));
      return;
    }
    OnLoop.then(
        loop,
        desk.purses().payer(request.purse()),
        (payer, failed) -> {
          if (payer == null) {
            refuse(Refusal.unavailable("The budget cannot be asked for at the moment."));
          } else {
            queue(payer);
          }
        });
  }

  /** Waits for its turn, since an agent's calls may come faster than its plan allows. */
  private void queue(Payer payer) {
    if (gone) {
      finish();
      return;
    }
    Turn mine =
        desk.traffic()
            .enter(request.purse().instance(), request.purse().key(), payer.plan(), request.kind());
    turn = mine;
    long since = System.nanoTime();
    OnLoop.then(
        loop,
        mine.admitted(),
        (admitted, failed) -> {
          desk.figures().waits().took(System.nanoTime() - since, request.kind().word());
          if (admitted != null && admitted) {
            choose(payer);
          } else {
            refuse(Refusal.tooFast());
          }
        });
  }

  private void choose(Payer payer) {
    Ask ask = request.ask();
    offers.addAll(Thrift.offers(desk.shelf().get(), request, payer, desk.clock().instant()));
    String unpriced = ask.unpriced();
    // Whoever brought the key pays the provider himself, whatever it charges for.
    if (unpriced != null && offers.stream().anyMatch(offer -> !offer.key().isCustomers())) {
      refuse(Refusal.unpriced(unpriced));
    } else if (offers.isEmpty()) {
      refuse(
          desk.shelf().get().sells(ask.model(), payer.plan(), desk.clock().instant())
              ? Refusal.unavailable("No key can call this model's providers at the moment.")
              : Refusal.unknownModel(ask.model()));
    } else {
      alias = ask.model();
      next(null);
    }
  }

  /** Tries the next offer; {@code last} is what to say when there is none. */
  private void next(@Nullable Refusal last) {
    if (gone) {
      finish();
      return;
    }
    Refusal why = last;
    for (Offer offer = offers.poll(); offer != null; offer = offers.poll()) {
      if (offer.key().breaker().admits()) {
        if (last != null) {
          desk.figures().fallbacks().one(offer.provider().name());
        }
        reserve(offer, false);
        return;
      }
      if (why == null && offer.key().isCustomers() && offer.key().breaker().isRefused()) {
        why = Refusal.ownKeyRefused(offer.provider().name(), offer.key().name());
      }
    }
    refuse(
        why == null
            ? Refusal.unavailable("No provider of this model answers at the moment.")
            : why);
  }

  private void reserve(Offer offer, boolean fresh) {
    Ask ask = request.ask();
    long prompt = desk.sizes().estimate(offer.model().id().model(), ask.session(), ask);
    long output =
        ask.outputMax() == 0
            ? offer.model().outputMax()
            : Math.min(ask.outputMax(), offer.model().outputMax());
    boolean free = request.surface().isFree();
    int answers = ask.answers();
    Spend wanted = free ? Spend.NONE : cost(offer, prompt, answers * output);
    Spend least = free ? Spend.NONE : cost(offer, prompt, answers * Math.min(output, OUTPUT_LEAST));
    OnLoop.then(
        loop,
        desk.purses()
            .reserve(
                request.purse().with(offer.key().isCustomers()),
                wanted,
                least,
                desk.patience().budget()),
        (admission, failed) -> {
          switch (admission) {
            case Admission.Granted granted ->
                start(offer, fresh, granted.reservation(), prompt, output);
            case Admission.Capped capped -> refuse(Refusal.capped(capped.resets()));
            case Admission.Paused paused -> refuse(Refusal.held());
            case Admission.Unavailable why -> refuse(Refusal.unavailable(why.why()));
            case null -> refuse(Refusal.unavailable("The budget cannot be asked for."));
          }
        });
  }

  private void start(
      Offer offer, boolean fresh, Reservation reservation, long prompt, long wantedOutput) {
    if (gone) {
      reservation.settle(Spend.NONE);
      finish();
      return;
    }
    long output =
        request.surface().isFree()
            ? wantedOutput
            : affordable(
                offer, reservation.amount(), prompt, wantedOutput, request.ask().answers());
    AttemptBooks books = new AttemptBooks(desk, request, offer, reservation);
    caller.attempting(books.id());
    ProviderAttempt made = new ProviderAttempt(desk, loop, client, books, output);
    attempt = made;
    made.begin(caller, fresh, this::answering, this::ended);
  }

  /** What a prompt and an answer of these sizes cost at most. */
  private static Spend cost(Offer offer, long prompt, long output) {
    Price price = offer.price();
    Price dearest = new Price(price.dearestInput(), 0, 0, price.output());
    return offer.charged(Spend.of(dearest, new TokenUse(prompt, 0, 0, output, 0)));
  }

  /** The longest answer, of so many at once, that the budget set aside pays for. */
  private static long affordable(Offer offer, Spend budget, long prompt, long wanted, int answers) {
    if (budget.covers(cost(offer, prompt, answers * wanted))) {
      return wanted;
    }
    long low = 0;
    long high = wanted;
    while (low < high) {
      long middle = (low + high + 1) / 2;
      if (budget.covers(cost(offer, prompt, answers * middle))) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return Math.max(1, low);
  }

  private void answering() {
    status = HttpResponseStatus.OK.code();
    release();
    caller.answering();
  }

  private void ended(AttemptEnd end) {
    attempt = null;
    switch (end) {
      case AttemptEnd.Answered answered -> {
        outcome = gone ? HUNG_UP : "answered";
        finish();
      }
      case AttemptEnd.TryNext failed -> next(failed.last());
      case AttemptEnd.TryAgain stale -> reserve(stale.offer(), true);
      case AttemptEnd.Refused refused -> refuse(refused.refusal());
    }
  }

  /** The caller went away; what it has used until now counts. */
  void hangUp() {
    gone = true;
    ProviderAttempt current = attempt;
    if (current == null) {
      // It only waits, which ends here.
      finish();
    } else {
      current.hangUp();
    }
  }

  void writable() {
    ProviderAttempt current = attempt;
    if (current != null) {
      current.callerWritable();
    }
  }

  private void refuse(Refusal refusal) {
    if (!gone && !over) {
      status = refusal.status().code();
      outcome = "refused-" + status;
      caller.refuse(refusal);
    }
    finish();
  }

  private void finish() {
    if (!over) {
      over = true;
      desk.figures().calls().one(request.surface().word(), alias, outcome);
      request.trace().end(alias, outcome, status);
      caller.over();
      release();
      Turn mine = turn;
      if (mine != null) {
        mine.leave();
      }
    }
  }

  /** Nobody needs the request any more: it was sent, and nobody tries another provider. */
  private void release() {
    if (!released) {
      released = true;
      request.body().release();
    }
  }
}
