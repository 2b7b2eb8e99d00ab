package dev.clawstead.gateway.budget;

import dev.clawstead.db.spending.Leases;
import dev.clawstead.db.spending.Purse;
import dev.clawstead.db.spending.SpendingNotices;
import dev.clawstead.domain.Spend;
import dev.clawstead.gateway.budget.Admission.Payer;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budgets of all purses that call through this gateway. What it holds is leased from
 * PostgreSQL, so that all gateways together never spend more than is left; what it does not need it
 * gives back.
 */
public final class Purses implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Purses.class);
  private static final int THREADS = 3;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /**
   * An agent that pauses for so long keeps nothing leased. Longer than most agents think between
   * two calls, which would wait for PostgreSQL each time; and shorter than a call at its cap waits
   * for what another gateway holds.
   */
  private static final Duration IDLE = Duration.ofSeconds(3);

  private final String gateway;
  private final Leases leases;
  private final SpendingNotices notices;
  private final Clock clock;
  private final CompletableFuture<Void> recorded;
  private volatile boolean begun;
  private final LeasedPurse.Borrowing lender = new Lender();
  private final Map<Key, LeasedPurse> purses = new ConcurrentHashMap<>();
  private final ExecutorService lending =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("lease-", 0).factory());
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("purses").factory());

  /**
   * Begins to lease once the attempts of an earlier run are recorded: until then nobody knows what
   * is left of what that run had leased.
   */
  public Purses(String gateway, Books books, Clock clock, CompletableFuture<Void> recorded) {
    this.gateway = gateway;
    this.leases = books.leases;
    this.notices = books.notices;
    this.clock = clock;
    this.recorded = recorded;
    long every = LOOK_EVERY.toMillis();
    var _ = ticks.scheduleWithFixedDelay(this::tick, every, every, TimeUnit.MILLISECONDS);
  }

  /**
   * Sets budget aside for one call.
   *
   * @param wanted what the call may cost at most
   * @param least what it makes sense with at all
   * @param patience how long it waits for others to give back what it needs
   */
  public CompletableFuture<Admission> reserve(
      Purse purse, Spend wanted, Spend least, Duration patience) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return purses
        .computeIfAbsent(new Key(purse, today), key -> new LeasedPurse(purse, today, clock, lender))
        .reserve(wanted, least, patience);
  }

  /** Who pays for this purse; null when there is no such agent or nobody can say. */
  public CompletableFuture<@Nullable Payer> payer(Purse purse) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LeasedPurse known = purses.get(new Key(purse, today));
    Payer payer = known == null ? null : known.knownPayer();
    if (payer != null) {
      return CompletableFuture.completedFuture(payer);
    }
    return reserve(purse, Spend.NONE, Spend.NONE, ANSWER_WITHIN)
        .thenApply(
            admission -> {
              if (admission instanceof Admission.Granted granted) {
                Payer found = granted.reservation().payer();
                granted.reservation().settle(Spend.NONE);
                return found;
              }
              return null;
            });
  }

  /**
   * The caps or rules of these accounts, agents and keys have changed: what is leased under the old
   * ones and not set aside for a call is given back, and the next call asks.
   */
  public void capsChanged(Set<UUID> whose) {
    purses.values().stream().filter(purse -> purse.concerns(whose)).forEach(LeasedPurse::renew);
  }

  private synchronized void begin() {
    if (!begun && recorded.isDone()) {
      leases.giveBackAll(gateway);
      begun = true;
    }
  }

  private void tick() {
    try {
      begin();
      LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
      // Seen before anybody looks again: who asks anew lacks nothing until he has his answer.
      Set<UUID> lacking =
          purses.values().stream()
              .map(LeasedPurse::lacking)
              .filter(Objects::nonNull)
              .collect(Collectors.toSet());
      for (LeasedPurse purse : purses.values()) {
        if (purse.waits()) {
          purse.look();
        } else {
          // Somebody of the same account waits for what others of it hold and do not use.
          UUID account = purse.account();
          boolean wanted = account != null && lacking.contains(account);
          giveBack(purse, wanted || purse.day().isBefore(today) ? Duration.ZERO : IDLE);
        }
      }
      purses.values().removeIf(purse -> purse.isDone(today));
    } catch (DataAccessException e) {
      LOG.warn("no budget can be given back: {}", e.getClass().getSimpleName());
    }
  }

  private void giveBack(LeasedPurse purse, Duration idle) {
    Spend amount = purse.takeIdle(idle);
    if (!amount.equals(Spend.NONE)) {
      try {
        leases.giveBack(gateway, purse.purse(), purse.day(), amount);
      } catch (DataAccessException e) {
        // Still ours: nobody else was given it.
        purse.keep(amount);
        throw e;
      }
    }
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    lending.shutdown();
    try {
      if (ticks.awaitTermination(2, TimeUnit.SECONDS)
          && lending.awaitTermination(2, TimeUnit.SECONDS)) {
        purses.values().forEach(purse -> giveBack(purse, Duration.ZERO));
      }
    } catch (DataAccessException e) {
      LOG.warn("what is leased is given back at the next start");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where budgets are leased, and where it is told that one is at its end. */
  public record Books(Leases leases, SpendingNotices notices) {}

  private record Key(Purse purse, LocalDate day) {}

  private final class Lender implements LeasedPurse.Borrowing {

    @Override
    public void borrow(LeasedPurse purse, Spend amount) {
      lend(() -> topUp(purse, amount), () -> purse.notLent("the budget cannot be asked for"));
    }

    private void topUp(LeasedPurse purse, Spend amount) {
      begin();
      if (begun) {
        purse.lent(leases.topUp(gateway, purse.purse(), purse.day(), amount).orElse(null));
      } else {
        purse.notLent("what was spent before the last start is being counted");
      }
    }

    @Override
    public void giveBack(LeasedPurse purse, Spend amount) {
      lend(
          () -> {
            leases.giveBack(gateway, purse.purse(), purse.day(), amount);
            purse.gaveBack();
          },
          () -> purse.notGivenBack(amount));
    }

    @Override
    public void refused(LeasedPurse purse, Spend held, Spend needed) {
      lend(
          () -> notices.refused(purse.purse(), purse.day(), held, needed), purse::refusalIsNotTold);
    }

    private void lend(Runnable what, Runnable otherwise) {
      try {
        lending.execute(
            () -> {
              try {
                what.run();
              } catch (RuntimeException e) {
                LOG.warn("the books of budgets are closed: {}", e.getClass().getSimpleName());
                otherwise.run();
              }
            });
      } catch (RejectedExecutionException e) {
        otherwise.run();
      }
    }
  }
}
