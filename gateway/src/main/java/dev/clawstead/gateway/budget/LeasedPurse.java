package dev.clawstead.gateway.budget;

import dev.clawstead.db.spending.Grant;
import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.Spend;
import dev.clawstead.gateway.budget.Admission.Payer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What this gateway holds of one purse's budget of one UTC day. Wishes are served in their turn:
 * from what is leased, then from more of it, then from what open calls give back; one that waited
 * in vain gets what is left, if that is enough for anything at all.
 */
final class LeasedPurse {

  /** Leased ahead, so that not every call asks: a part of what is left, and no more than this. */
  private static final Spend AHEAD_MAX = new Spend(1_000_000, 1_000_000);

  private static final int AHEAD_DIVISOR = 50;

  /** A purse at its cap asks no more often, however often its agent calls. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final Purse purse;
  private final LocalDate day;
  private final Clock clock;
  private final Borrowing borrowing;
  private final ArrayDeque<Wish> wishes = new ArrayDeque<>();

  /** What is to be told once the lock is open again. */
  private final List<Runnable> answers = new ArrayList<>();

  private Spend available = Spend.NONE;
  private Spend setAside = Spend.NONE;
  private int open;
  private boolean asking;
  private long exhaustedUntil = System.nanoTime();
  private boolean heldElsewhere;
  private Spend left = Spend.NONE;
  private @Nullable Grant latest;

  /** Whether what the lender said last still holds. */
  private boolean known;

  /** A cap has changed while the lender was asked: his answer may be of before. */
  private boolean renewLater;

  private Spend untilCheaper = Spend.UNBOUNDED;
  private boolean refusalTold;
  private int asked;
  private int answered;
  private long usedAt = System.nanoTime();

  LeasedPurse(Purse purse, LocalDate day, Clock clock, Borrowing borrowing) {
    this.purse = purse;
    this.day = day;
    this.clock = clock;
    this.borrowing = borrowing;
  }

  Purse purse() {
    return purse;
  }

  LocalDate day() {
    return day;
  }

  synchronized Payer payer() {
    Grant grant = Objects.requireNonNull(latest);
    return new Payer(grant.account(), grant.plan(), cheaper(grant));
  }

  /** The same, when it can be said without asking the lender; else null. */
  synchronized @Nullable Payer knownPayer() {
    return known ? payer() : null;
  }

  /** Whether one of these is the agent, its account or its key. */
  synchronized boolean concerns(Set<UUID> whose) {
    return latest == null
        || whose.contains(purse.instance())
        || whose.contains(latest.account())
        || (purse.key() != null && whose.contains(purse.key()));
  }

  private @Nullable String cheaper(Grant grant) {
    return untilCheaper.micros() <= 0 || untilCheaper.tokens() <= 0
        ? grant.conduct().cheaper()
        : null;
  }

  CompletableFuture<Admission> reserve(Spend wanted, Spend least, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    CompletableFuture<Admission> answer = new CompletableFuture<>();
    change(
        () -> {
          usedAt = System.nanoTime();
          wishes.add(new Wish(wanted, least, deadline, asked, answer));
        });
    return answer;
  }

  void settle(Spend reserved, Spend spent) {
    change(
        () -> {
          usedAt = System.nanoTime();
          available = available.plus(reserved).minus(spent);
          setAside = setAside.minus(reserved);
          untilCheaper = untilCheaper.minus(spent);
          open--;
        });
  }

  /** The lender's answer: what it gave, or empty when there is no such purse. */
  void lent(@Nullable Grant grant) {
    change(
        () -> {
          answered = asked;
          if (grant == null) {
            asking = false;
            answerAll(new Admission.Unavailable("the agent does not exist"));
            return;
          }
          take(grant);
          known = !renewLater;
          endAsking();
        });
  }

  private void take(Grant grant) {
    latest = grant;
    available = available.plus(grant.granted());
    left = grant.left();
    // What it has settled and the lender has not heard of yet is spent too.
    Spend unheard = grant.lease().minus(available).minus(setAside).atLeast(Spend.NONE);
    untilCheaper = grant.conduct().untilCheaper().minus(unheard);
    heldElsewhere = grant.held();
    boolean nothingLeft = left.micros() == 0 || left.tokens() == 0;
    if (!grant.granted().equals(Spend.NONE)) {
      refusalTold = false;
    } else if (nothingLeft) {
      exhaustedUntil = System.nanoTime() + ASK_AGAIN.toNanos();
    }
  }

  private void endAsking() {
    asking = false;
    if (renewLater) {
      beginToRenew();
    }
  }

  /** Caps or rules are others now: gives back what nobody uses, and asks before it lends again. */
  void renew() {
    change(
        () -> {
          known = false;
          refusalTold = false;
          exhaustedUntil = System.nanoTime();
          if (asking) {
            renewLater = true;
          } else {
            beginToRenew();
          }
        });
  }

  /** While it is given back nobody asks: what is on its way would be taken for spent. */
  private void beginToRenew() {
    renewLater = false;
    // That nothing was left was said under the old caps, and what is given back is left again.
    exhaustedUntil = System.nanoTime();
    Spend unused = available.atLeast(Spend.NONE);
    if (!unused.equals(Spend.NONE)) {
      asking = true;
      available = available.minus(unused);
      answers.add(() -> borrowing.giveBack(this, unused));
    }
  }

  void gaveBack() {
    change(this::endAsking);
  }

  /** It could not be given back: it is still ours, and tried again after the next question. */
  void notGivenBack(Spend amount) {
    change(
        () -> {
          available = available.plus(amount);
          asking = false;
          renewLater = true;
        });
  }

  /** The lender cannot be asked. */
  void notLent(String why) {
    change(
        () -> {
          asking = false;
          // Those that what we hold is enough for are served all the same.
          for (Wish wish = wishes.peek();
              wish != null && latest != null && available.covers(wish.wanted);
              wish = wishes.peek()) {
            grant(wishes.remove(), wish.wanted);
          }
          answerAll(new Admission.Unavailable(why));
        });
  }

  /**
   * A cap or a lease has changed, or time has passed: tries again, and ends what waited too long.
   */
  void look() {
    change(
        () -> {
          long now = System.nanoTime();
          exhaustedUntil = now;
          for (Wish wish = wishes.peek(); wish != null; wish = wishes.peek()) {
            if (wish.deadline - now > 0) {
              break;
            }
            giveUp(wishes.remove());
          }
        });
  }

  /** Takes out what nobody has used for so long; nothing while calls are open. */
  synchronized Spend takeIdle(Duration idle) {
    boolean quiet = System.nanoTime() - usedAt >= idle.toNanos();
    // Meanwhile others may spend what a cheaper model begins at.
    known &= !quiet || latest == null || latest.conduct().cheaper() == null;
    if (open > 0 || asking || !wishes.isEmpty() || !quiet) {
      return Spend.NONE;
    }
    Spend idleAmount = available.atLeast(Spend.NONE);
    available = available.minus(idleAmount);
    return idleAmount;
  }

  /** Puts back what {@link #takeIdle} took and nobody wanted. */
  void keep(Spend amount) {
    change(() -> available = available.plus(amount));
  }

  synchronized boolean isDone(LocalDate today) {
    return open == 0 && wishes.isEmpty() && !asking && day.isBefore(today);
  }

  synchronized boolean waits() {
    return !wishes.isEmpty();
  }

  /**
   * The account for which the lender had not enough, while somebody waits here for more; else null.
   */
  synchronized @Nullable UUID lacking() {
    boolean lacks = !wishes.isEmpty() && !asking && exhaustedUntil - System.nanoTime() > 0;
    return lacks && latest != null ? latest.account() : null;
  }

  synchronized @Nullable UUID account() {
    return latest == null ? null : latest.account();
  }

  /** Changes something under the lock and answers outside of it. */
  private void change(Runnable what) {
    List<Runnable> now;
    synchronized (this) {
      what.run();
      serve();
      now = List.copyOf(answers);
      answers.clear();
    }
    now.forEach(Runnable::run);
  }

  private void serve() {
    for (Wish wish = wishes.peek(); wish != null; wish = wishes.peek()) {
      if (known && isPaused() && !wish.wanted.equals(Spend.NONE)) {
        wishes.remove().answer(answers, new Admission.Paused());
      } else if (known && available.covers(wish.wanted)) {
        grant(wishes.remove(), wish.wanted);
      } else if (exhaustedUntil - System.nanoTime() <= 0) {
        ask(wish.wanted);
        break;
      } else if (open > 0 || heldElsewhere || wish.askedBefore == answered) {
        // What they give back may be enough; or nobody has looked since it came.
        break;
      } else {
        giveUp(wishes.remove());
      }
    }
  }

  private boolean isPaused() {
    Instant until = latest == null ? null : latest.conduct().pausedUntil();
    return until != null && until.isAfter(clock.instant());
  }

  private void ask(Spend wanted) {
    if (asking) {
      return;
    }
    asking = true;
    asked++;
    Spend ahead =
        new Spend(left.micros() / AHEAD_DIVISOR, left.tokens() / AHEAD_DIVISOR).atMost(AHEAD_MAX);
    // A customer's own key costs no money, and works when none is left: none is asked for then.
    boolean needsNoMoney = wanted.micros() == 0 && wanted.tokens() > 0;
    Spend useful = needsNoMoney ? new Spend(0, ahead.tokens()) : ahead;
    Spend amount = wanted.minus(available).atLeast(Spend.NONE).plus(useful);
    answers.add(() -> borrowing.borrow(this, amount));
  }

  private void grant(Wish wish, Spend amount) {
    available = available.minus(amount);
    setAside = setAside.plus(amount);
    open++;
    Reservation reservation = new Reservation(this, amount, clock.instant());
    wish.answer(answers, new Admission.Granted(reservation));
  }

  /** It gets what is left, or hears that nothing is. */
  private void giveUp(Wish wish) {
    Spend rest = wish.wanted.atMost(available);
    if (latest != null && rest.covers(wish.least)) {
      grant(wish, rest);
      return;
    }
    tellRefusal(wish.least);
    CapPeriod period = latest == null ? null : latest.tightest();
    wish.answer(answers, new Admission.Capped(period == null ? null : period.resets(day)));
  }

  /** Not while something may come back: then the cap is not what it lacks. */
  private void tellRefusal(Spend needed) {
    if (known && !refusalTold && open == 0 && !heldElsewhere) {
      refusalTold = true;
      Spend held = available.atLeast(Spend.NONE);
      answers.add(() -> borrowing.refused(this, held, needed));
    }
  }

  /** Nobody could be told of a refusal; the next one is. */
  synchronized void refusalIsNotTold() {
    refusalTold = false;
  }

  private void answerAll(Admission answer) {
    List<Wish> all = List.copyOf(wishes);
    wishes.clear();
    all.forEach(wish -> wish.answer(answers, answer));
  }

  /** The way to the lender; none of these waits for him. */
  interface Borrowing {

    /** Asks for more, and later calls {@link #lent} or {@link #notLent}. */
    void borrow(LeasedPurse purse, Spend amount);

    /** Gives back, and later calls {@link #gaveBack} or {@link #notGivenBack}. */
    void giveBack(LeasedPurse purse, Spend amount);

    /**
     * Tells that a cap leaves less than a call needs; calls {@link #refusalIsNotTold} if it fails.
     */
    void refused(LeasedPurse purse, Spend held, Spend needed);
  }

  /**
   * A wish to spend.
   *
   * @param askedBefore how often the lender had been asked when it came
   */
  private record Wish(
      Spend wanted,
      Spend least,
      long deadline,
      int askedBefore,
      CompletableFuture<Admission> answer) {

    void answer(List<Runnable> answers, Admission admission) {
      answers.add(() -> answer.complete(admission));
    }
  }
}
