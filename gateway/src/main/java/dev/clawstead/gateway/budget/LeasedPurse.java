package dev.clawstead.gateway.budget;

import dev.clawstead.db.spending.Grant;
import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.Spend;
import dev.clawstead.gateway.budget.Admission.Payer;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  private int open;
  private boolean asking;
  private long exhaustedUntil = System.nanoTime();
  private boolean heldElsewhere;
  private Spend left = Spend.NONE;
  private @Nullable Payer payer;
  private @Nullable CapPeriod tightest;
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
    return Objects.requireNonNull(payer);
  }

  /** The same, before anything was leased too: null then. */
  synchronized @Nullable Payer knownPayer() {
    return payer;
  }

  CompletableFuture<Admission> reserve(Spend wanted, Spend least, Duration patience) {
    Wish wish = new Wish(wanted, least, System.nanoTime() + patience.toNanos());
    change(
        () -> {
          usedAt = System.nanoTime();
          wishes.add(wish);
        });
    return wish.answer;
  }

  void settle(Spend reserved, Spend spent) {
    change(
        () -> {
          usedAt = System.nanoTime();
          available = available.plus(reserved).minus(spent);
          open--;
        });
  }

  /** The lender's answer: what it gave, or empty when there is no such purse. */
  void lent(@Nullable Grant grant) {
    change(
        () -> {
          asking = false;
          if (grant == null) {
            answerAll(new Admission.Unavailable("the agent does not exist"));
            return;
          }
          payer = new Payer(grant.account(), grant.plan());
          available = available.plus(grant.granted());
          left = grant.left();
          tightest = grant.tightest();
          heldElsewhere = grant.held();
          boolean nothingLeft = left.micros() == 0 || left.tokens() == 0;
          if (nothingLeft && grant.granted().equals(Spend.NONE)) {
            exhaustedUntil = System.nanoTime() + ASK_AGAIN.toNanos();
          }
        });
  }

  /** The lender cannot be asked. */
  void notLent(String why) {
    change(
        () -> {
          asking = false;
          // Those that what we hold is enough for are served all the same.
          for (Wish wish = wishes.peek();
              wish != null && payer != null && available.covers(wish.wanted);
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
      if (payer != null && available.covers(wish.wanted)) {
        grant(wishes.remove(), wish.wanted);
      } else if (exhaustedUntil - System.nanoTime() <= 0) {
        ask(wish.wanted);
        break;
      } else if (open > 0 || heldElsewhere) {
        // What they give back may be enough.
        break;
      } else {
        giveUp(wishes.remove());
      }
    }
  }

  private void ask(Spend wanted) {
    if (asking) {
      return;
    }
    asking = true;
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
    open++;
    Reservation reservation = new Reservation(this, amount, clock.instant());
    answers.add(() -> wish.answer.complete(new Admission.Granted(reservation)));
  }

  /** It gets what is left, or hears that nothing is. */
  private void giveUp(Wish wish) {
    Spend rest = wish.wanted.atMost(available);
    if (payer != null && rest.covers(wish.least)) {
      grant(wish, rest);
      return;
    }
    CapPeriod period = tightest;
    Admission capped = new Admission.Capped(period == null ? null : period.resets(day));
    answers.add(() -> wish.answer.complete(capped));
  }

  private void answerAll(Admission answer) {
    List<Wish> all = List.copyOf(wishes);
    wishes.clear();
    answers.add(() -> all.forEach(wish -> wish.answer.complete(answer)));
  }

  /** Asks for more of a purse's budget, and later calls {@link #lent} or {@link #notLent}. */
  interface Borrowing {
    void borrow(LeasedPurse purse, Spend amount);
  }

  private static final class Wish {

    private final Spend wanted;
    private final Spend least;
    private final long deadline;
    private final CompletableFuture<Admission> answer = new CompletableFuture<>();

    Wish(Spend wanted, Spend least, long deadline) {
      this.wanted = wanted;
      this.least = least;
      this.deadline = deadline;
    }
  }
}
