package dev.clawstead.gateway.budget;

import static dev.clawstead.db.generated.Tables.LEASES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.spending.CapAmount;
import dev.clawstead.db.spending.Caps;
import dev.clawstead.db.spending.Leases;
import dev.clawstead.db.spending.Purse;
import dev.clawstead.db.spending.SpendingNotices;
import dev.clawstead.db.spending.SpendingNotices.Notice;
import dev.clawstead.db.spending.SpendingRules;
import dev.clawstead.domain.CapChoice;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.Spend;
import dev.clawstead.gateway.Wait;
import dev.clawstead.gateway.budget.Admission.Payer;
import dev.clawstead.gateway.budget.Purses.Books;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PursesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Spend CALL = new Spend(100, 100);

  private final Database database = TestDatabase.create();
  private final Leases leases = new Leases(database.sql());
  private final Caps caps = new Caps(database.sql());
  private final Purses purses = gateway("g1");
  private final UUID instance = new TestRows(database.sql()).order();
  private final Purse purse = new Purse(instance, null);
  private final AtomicLong served = new AtomicLong();

  @AfterEach
  void close() {
    purses.close();
    database.close();
  }

  @Test
  void withoutACapACallIsAdmittedAndItsPayerKnown() throws Exception {
    Reservation reservation = granted(purses.reserve(purse, CALL, CALL, PATIENCE).get());

    assertThat(reservation.amount()).isEqualTo(CALL);
    assertThat(purses.payer(purse).get()).isEqualTo(reservation.payer());
  }

  @Test
  void anAgentThatDoesNotExistHasNoPayer() throws Exception {
    assertThat(purses.payer(new Purse(UUID.randomUUID(), null)).get()).isNull();
  }

  @Test
  void atTheCapACallHearsWhenItBeginsAnew() throws Exception {
    cap(250);
    granted(purses.reserve(purse, CALL, CALL, PATIENCE).get()).settle(CALL);
    granted(purses.reserve(purse, CALL, CALL, PATIENCE).get()).settle(CALL);

    Admission refused = purses.reserve(purse, CALL, CALL, PATIENCE).get();

    assertThat(refused).isInstanceOf(Admission.Capped.class);
    assertThat(((Admission.Capped) refused).resets()).isNotNull();
  }

  @Test
  void aCallThatMayBeShorterGetsWhatIsLeft() throws Exception {
    cap(130);
    granted(purses.reserve(purse, CALL, CALL, PATIENCE).get()).settle(CALL);

    Reservation rest = granted(purses.reserve(purse, CALL, new Spend(20, 20), PATIENCE).get());

    assertThat(rest.amount().micros()).isEqualTo(30);
  }

  @Test
  void aCallWaitsForWhatAnOpenOneGivesBack() throws Exception {
    cap(100);
    Reservation open = granted(purses.reserve(purse, CALL, CALL, PATIENCE).get());
    CompletableFuture<Admission> waiting =
        purses.reserve(purse, new Spend(60, 60), new Spend(60, 60), Duration.ofMinutes(1));
    assertThat(waiting.isDone()).isFalse();

    open.settle(new Spend(40, 40));

    assertThat(granted(waiting.get()).amount()).isEqualTo(new Spend(60, 60));
  }

  @Test
  void oneThatWaitedInVainIsRefused() throws Exception {
    cap(100);
    granted(purses.reserve(purse, CALL, CALL, PATIENCE).get());

    assertThat(purses.reserve(purse, CALL, CALL, Duration.ofMillis(300)).get())
        .isInstanceOf(Admission.Capped.class);
  }

  @Test
  void aRaisedCapIsNoticedByTheNextCall() throws Exception {
    cap(100);
    granted(purses.reserve(purse, CALL, CALL, PATIENCE).get()).settle(CALL);
    assertThat(purses.reserve(purse, CALL, CALL, Duration.ZERO).get())
        .isInstanceOf(Admission.Capped.class);

    cap(500);

    assertThat(purses.reserve(purse, CALL, CALL, PATIENCE).get())
        .isInstanceOf(Admission.Granted.class);
  }

  @Test
  void aCallThatWaitsAtTheCapIsServedOnceItIsRaised() throws Exception {
    cap(100);
    granted(purses.reserve(purse, CALL, CALL, PATIENCE).get());
    CompletableFuture<Admission> waiting = purses.reserve(purse, CALL, CALL, Duration.ofMinutes(1));
    assertThat(waiting.isDone()).isFalse();

    cap(500);
    purses.capsChanged(Set.of(instance));

    granted(waiting.get());
  }

  @Test
  void aCapThatIsLoweredHoldsFromTheNextCallOnHoweverManyAreMade() throws Exception {
    cap(1_000_000_000);
    AtomicBoolean over = new AtomicBoolean();
    try (var load = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (int i = 0; i < 4; i++) {
          var _ = load.submit(() -> callUntil(over));
        }
        Wait.until(() -> served.get() > 1_000);

        cap(1);
        purses.capsChanged(Set.of(instance));

        Wait.until(
            () ->
                purses.reserve(purse, CALL, CALL, Duration.ZERO).get() instanceof Admission.Capped);
        long then = served.get();
        granted(purses.reserve(purse, Spend.NONE, Spend.NONE, PATIENCE).get());
        assertThat(purses.reserve(purse, CALL, CALL, Duration.ZERO).get())
            .isInstanceOf(Admission.Capped.class);
        // Those that were admitted before it was lowered may have ended meanwhile; no others.
        assertThat(served.get() - then).isLessThanOrEqualTo(4);
      } finally {
        over.set(true);
      }
    }
  }

  /** Spends a little of what it reserves, again and again. */
  private void callUntil(AtomicBoolean over) {
    while (!over.get()) {
      Admission admission = purses.reserve(purse, CALL, CALL, Duration.ZERO).join();
      if (admission instanceof Admission.Granted granted) {
        granted.reservation().settle(new Spend(100, 1));
        served.incrementAndGet();
      }
    }
  }

  @Test
  void fromFourFifthsOfTheCapOnTheCheaperModelServes() throws Exception {
    cap(1_000);
    SpendingRules.set(database.sql(), instance, CapChoice.CHEAPER, "fast", false);
    for (int i = 0; i < 8; i++) {
      assertThat(payer().cheaper()).isNull();
      granted(purses.reserve(purse, CALL, CALL, PATIENCE).get()).settle(CALL);
    }

    assertThat(payer().cheaper()).isEqualTo("fast");
  }

  @Test
  void aPausedAgentIsRefusedUntilItsOwnerLetsItGoOn() throws Exception {
    SpendingRules.set(database.sql(), instance, CapChoice.STOP, null, true);
    SpendingRules.pause(database.sql(), instance, Instant.now().plus(Duration.ofHours(1)));

    assertThat(purses.reserve(purse, CALL, CALL, PATIENCE).get())
        .isInstanceOf(Admission.Paused.class);
    assertThat(payer().account()).isNotNull();

    SpendingRules.pause(database.sql(), instance, null);
    purses.capsChanged(Set.of(instance));

    granted(purses.reserve(purse, CALL, CALL, PATIENCE).get());
  }

  @Test
  void aCapThatLeavesTooLittleIsToldOfOnce() throws Exception {
    cap(150);
    granted(purses.reserve(purse, CALL, CALL, PATIENCE).get()).settle(CALL);
    for (int i = 0; i < 3; i++) {
      assertThat(purses.reserve(purse, CALL, CALL, Duration.ZERO).get())
          .isInstanceOf(Admission.Capped.class);
    }

    Wait.until(() -> notices().size() == 1);
    assertThat(notices().getFirst().kind()).isEqualTo("reached");
  }

  private List<Notice> notices() {
    return new SpendingNotices(database.sql()).list(UUID.randomUUID(), instance, null, 10);
  }

  private Payer payer() throws Exception {
    return Objects.requireNonNull(purses.payer(purse).get());
  }

  private Purses gateway(String name) {
    return new Purses(
        name,
        new Books(leases, new SpendingNotices(database.sql())),
        Clock.systemUTC(),
        CompletableFuture.completedFuture(null));
  }

  @Test
  void aThousandAtOnceNeverSpendMoreThanTheCapAndHardlyLess() {
    // The cap is worth a hundred calls as they are reserved; really they cost 65 % of that.
    long cap = 100 * CALL.micros();
    cap(cap);
    AtomicLong spent = new AtomicLong();
    List<CompletableFuture<?>> calls = new ArrayList<>();
    try (var providers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1_000; i++) {
        calls.add(
            purses
                .reserve(purse, CALL, new Spend(20, 20), PATIENCE)
                .thenAcceptAsync(
                    admission -> {
                      if (admission instanceof Admission.Granted granted) {
                        long cost = granted.reservation().amount().micros() * 65 / 100;
                        spent.addAndGet(cost);
                        served.incrementAndGet();
                        granted.reservation().settle(new Spend(cost, cost));
                      }
                    },
                    providers));
      }
      CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
    }

    assertThat(spent.get()).isLessThanOrEqualTo(cap).isGreaterThanOrEqualTo(cap * 95 / 100);
    assertThat(served.get()).isGreaterThan(140);
  }

  @Test
  void twoGatewaysTogetherStayBelowTheCap() throws Exception {
    cap(1_000);
    long reserved = 0;
    try (Purses other = gateway("g2")) {
      List<CompletableFuture<Admission>> calls = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        calls.add(purses.reserve(purse, CALL, CALL, Duration.ofMillis(500)));
        calls.add(other.reserve(purse, CALL, CALL, Duration.ofMillis(500)));
      }
      for (CompletableFuture<Admission> call : calls) {
        if (call.get() instanceof Admission.Granted granted) {
          reserved += granted.reservation().amount().micros();
        }
      }
    }

    // What is left of each is less than one more call.
    assertThat(reserved).isBetween(900L, 1_000L);
  }

  @Test
  void whatIsNotNeededIsGivenBackAtTheEnd() throws Exception {
    cap(10_000);
    granted(purses.reserve(purse, CALL, CALL, PATIENCE).get()).settle(Spend.NONE);

    purses.close();

    Wait.until(() -> database.sql().fetchCount(LEASES) == 0);
  }

  private static Reservation granted(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Granted.class);
    return ((Admission.Granted) admission).reservation();
  }

  private void cap(long micros) {
    caps.set(CapScope.INSTANCE, instance, CapPeriod.MONTH, new CapAmount(micros, null));
  }
}
