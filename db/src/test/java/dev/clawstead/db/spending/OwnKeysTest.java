package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.ACCOUNTS;
import static dev.clawstead.db.generated.Tables.LEASES;
import static dev.clawstead.db.generated.Tables.NOTICES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.spending.Bounds.Bound;
import dev.clawstead.domain.CapChoice;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What customers' own keys at providers serve: who pays for it, and what it is bounded by. */
class OwnKeysTest {

  private static final long INCLUDED = Plan.FREE.tokensPerMonth();

  private final SpendingStand stand = new SpendingStand();
  private final Leases leases = new Leases(stand.database.sql());
  private final Bounds bounds = new Bounds(stand.database.sql());
  private final Purse own = stand.purse.with(true);

  @BeforeEach
  void onAPlanWithACap() {
    stand.database.sql().update(ACCOUNTS).set(ACCOUNTS.PLAN, "free").execute();
  }

  @AfterEach
  void close() {
    stand.close();
  }

  @Test
  void theyUseUpNothingOfWhatThePlanIncludes() {
    record(own, 700);
    record(stand.purse, 300);

    Bound plan = bounds.ofAccount(stand.account, stand.today).getFirst();
    assertThat(plan.plan()).isTrue();
    assertThat(plan.spent().tokens()).isEqualTo(300);
    assertThat(lent(stand.purse, INCLUDED)).isEqualTo(INCLUDED - 300);
  }

  @Test
  void theyServeWhenThePlanIsUsedUp() {
    assertThat(lent(stand.purse, INCLUDED)).isEqualTo(INCLUDED);
    assertThat(lent(stand.purse, 1)).isZero();

    assertThat(lent(own, 5_000)).isEqualTo(5_000);
  }

  @Test
  void theyCountForTheCapsOfTheirOwner() {
    stand.caps.set(CapScope.ACCOUNT, stand.account, CapPeriod.MONTH, new CapAmount(null, 1_000L));
    record(own, 700);

    assertThat(bounds.ofAccount(stand.account, stand.today))
        .extracting(bound -> bound.spent().tokens())
        .containsExactly(0L, 700L);
    assertThat(lent(own, 5_000)).isEqualTo(300);
    assertThat(lent(stand.purse, 1)).isZero();
  }

  @Test
  void aCapThatTheyReachIsStillOneThatCanBeRaised() {
    SpendingRules.set(stand.database.sql(), stand.instance, CapChoice.ASK, null, false);
    stand.caps.set(
        CapScope.ACCOUNT, stand.account, CapPeriod.MONTH, new CapAmount(null, INCLUDED / 2));

    record(own, INCLUDED);

    assertThat(stand.database.sql().selectFrom(NOTICES).fetch(NOTICES.KIND)).containsExactly("ask");
  }

  @Test
  void whatIsLeasedForThemIsTakenFromTheirLeaseAlone() {
    lent(stand.purse, 1_000);
    lent(own, 1_000);

    record(own, 400);

    assertThat(stand.database.sql().selectFrom(LEASES).orderBy(LEASES.OWN).fetch(LEASES.TOKENS))
        .containsExactly(1_000L, 600L);
    leases.giveBackAll("g1");
    assertThat(stand.database.sql().fetchCount(LEASES)).isZero();
    assertThat(lent(stand.purse, INCLUDED)).isEqualTo(INCLUDED);
  }

  @Test
  void manyOfBothKindsAtOnceStayWithinTheOwnersCap() throws Exception {
    stand.caps.set(CapScope.INSTANCE, stand.instance, CapPeriod.DAY, new CapAmount(null, 1_000L));
    List<Callable<Long>> asking = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String gateway = "g" + i;
      Purse purse = i % 2 == 0 ? own : stand.purse;
      asking.add(
          () ->
              leases
                  .topUp(gateway, purse, stand.today, new Spend(0, 50))
                  .orElseThrow()
                  .granted()
                  .tokens());
    }

    long sum = 0;
    try (var threads = Executors.newFixedThreadPool(16)) {
      for (Future<Long> got : threads.invokeAll(asking)) {
        sum += got.get();
      }
    }

    assertThat(sum).isEqualTo(1_000);
  }

  @Test
  void theyAreShownBesideThePlanAndNotAsPartOfIt() {
    record(own, 700);
    record(stand.purse, 300);
    Usage usage = new Usage(stand.database.sql());

    assertThat(usage.limits(stand.instance, stand.today))
        .filteredOn(limit -> limit.period() == CapPeriod.MONTH)
        .extracting(limit -> limit.scope() + " " + limit.spent().tokens())
        .containsExactly("account 300", "instance 1000");
  }

  private long lent(Purse purse, long tokens) {
    return leases
        .topUp("g1", purse, stand.today, new Spend(0, tokens))
        .orElseThrow()
        .granted()
        .tokens();
  }

  private void record(Purse purse, long tokens) {
    stand.attempts.record(
        "g1", List.of(SpendingStand.attempt(Instant.now(), purse, new Spend(0, tokens))));
  }
}
