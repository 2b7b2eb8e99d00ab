package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.CAPS;
import static dev.clawstead.db.generated.Tables.LEASES;
import static dev.clawstead.db.generated.Tables.SPENDINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.UuidV7;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeasesTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
  private static final Instant NOON = DAY.atTime(12, 0).toInstant(ZoneOffset.UTC);

  private final Database database = TestDatabase.create();
  private final Leases leases = new Leases(database.sql());
  private final Attempts attempts = new Attempts(database.sql());
  private final UUID instance = new TestRows(database.sql()).order();
  private final Purse purse = new Purse(instance, null);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aGatewayGetsWhatItAsksForWhileTheCapLeavesIt() {
    cap("instance", "month", 1_000, 10_000);

    Grant first = leases.topUp("g1", purse, DAY, new Spend(300, 3_000)).orElseThrow();
    Grant second = leases.topUp("g2", purse, DAY, new Spend(900, 3_000)).orElseThrow();
    Grant third = leases.topUp("g1", purse, DAY, new Spend(1, 1)).orElseThrow();

    assertThat(first.granted()).isEqualTo(new Spend(300, 3_000));
    assertThat(first.plan()).isEqualTo(Plan.FREE);
    assertThat(second.granted()).isEqualTo(new Spend(700, 3_000));
    assertThat(second.tightest()).isEqualTo(CapPeriod.MONTH);
    assertThat(third.granted()).isEqualTo(Spend.NONE);
  }

  @Test
  void withoutACapOfItsOwnAnAccountHasThePlansTokens() {
    Grant grant = leases.topUp("g1", purse, DAY, new Spend(5_000_000, 1_000_000_000)).orElseThrow();

    assertThat(grant.granted()).isEqualTo(new Spend(5_000_000, Plan.FREE.tokensPerMonth()));
  }

  @Test
  void ofSixtyFourGatewaysAtOnceNoneGetsPastTheCap() throws Exception {
    cap("instance", "day", 1_000, 1_000_000);
    List<Callable<Spend>> asking = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String gateway = "g" + i;
      asking.add(
          () -> leases.topUp(gateway, purse, DAY, new Spend(50, 50)).orElseThrow().granted());
    }

    long sum = 0;
    try (var threads = Executors.newFixedThreadPool(64)) {
      for (Future<Spend> got : threads.invokeAll(asking)) {
        sum += got.get().micros();
      }
    }

    assertThat(sum).isEqualTo(1_000);
    assertThat(counter("instance", "day")).isEqualTo(new long[] {0, 0, 1_000, 1_000});
  }

  @Test
  void whatIsRecordedIsSpentAndOnlyOnceHoweverOftenItIsTold() {
    leases.topUp("g1", purse, DAY, new Spend(1_000, 1_000));
    Attempt attempt = attempt(new Spend(400, 300));

    assertThat(attempts.record("g1", List.of(attempt))).isEqualTo(1);
    assertThat(attempts.record("g1", List.of(attempt, attempt))).isZero();

    for (String scope : List.of("instance", "account")) {
      assertThat(counter(scope, "day")).isEqualTo(new long[] {400, 300, 600, 700});
      assertThat(counter(scope, "month")).isEqualTo(new long[] {400, 300, 600, 700});
    }
  }

  @Test
  void twoWhoTellTheSameAtOnceRecordItOnce() throws Exception {
    leases.topUp("g1", purse, DAY, new Spend(100_000, 100_000));
    List<Attempt> batch = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      batch.add(attempt(new Spend(10, 20)));
    }

    int fresh = 0;
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Integer>> telling = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        telling.add(() -> attempts.record("g1", batch));
      }
      for (Future<Integer> one : threads.invokeAll(telling)) {
        fresh += one.get();
      }
    }

    assertThat(fresh).isEqualTo(50);
    assertThat(counter("account", "month")).isEqualTo(new long[] {500, 1_000, 99_500, 99_000});
  }

  @Test
  void spendingBeyondALeaseCountsInFull() {
    leases.topUp("g1", purse, DAY, new Spend(100, 100));

    attempts.record("g1", List.of(attempt(new Spend(250, 90))));

    assertThat(counter("instance", "day")).isEqualTo(new long[] {250, 90, 0, 10});
  }

  @Test
  void whatIsGivenBackMayBeLeasedAgain() {
    cap("account", "day", 1_000, 1_000_000);
    leases.topUp("g1", purse, DAY, new Spend(1_000, 1_000));

    leases.giveBack("g1", purse, DAY, new Spend(600, 600));
    leases.giveBack("g1", purse, DAY, new Spend(5_000, 5_000));
    leases.giveBack("g1", purse, DAY, new Spend(1, 1));

    assertThat(counter("account", "day")).isEqualTo(new long[] {0, 0, 0, 0});
    assertThat(leases.topUp("g2", purse, DAY, new Spend(9_999, 9_999)).orElseThrow().granted())
        .isEqualTo(new Spend(1_000, 9_999));
  }

  @Test
  void aGatewayThatBeginsAnewHoldsNothingAndOthersKeepTheirs() {
    leases.topUp("g1", purse, DAY, new Spend(100, 100));
    leases.topUp("g1", purse, DAY.plusDays(1), new Spend(70, 70));
    leases.topUp("g2", purse, DAY, new Spend(30, 30));

    leases.giveBackAll("g1");

    assertThat(counter("instance", "month")).isEqualTo(new long[] {0, 0, 30, 30});
    assertThat(database.sql().fetchCount(LEASES)).isEqualTo(1);
  }

  @Test
  void theLeaseOfAGatewayThatIsGoneIsGivenBackOnceItHasExpired() {
    leases.topUp("gone", purse, DAY, new Spend(100, 100));
    leases.topUp("alive", purse, DAY, new Spend(30, 30));
    database
        .sql()
        .update(LEASES)
        .set(LEASES.EXPIRES_AT, OffsetDateTime.now(ZoneOffset.UTC).minusSeconds(1))
        .where(LEASES.GATEWAY.eq("gone"))
        .execute();

    assertThat(leases.giveBackExpired()).isEqualTo(1);

    assertThat(counter("instance", "day")).isEqualTo(new long[] {0, 0, 30, 30});
  }

  @Test
  void nobodyLeasesForAnInstanceThatDoesNotExist() {
    assertThat(leases.topUp("g1", new Purse(UuidV7.next(), null), DAY, new Spend(1, 1))).isEmpty();
  }

  @Test
  void oneCapThatIsReachedIsEnough() {
    cap("instance", "day", 100, 1_000_000);
    leases.topUp("g1", purse, DAY, new Spend(100, 10));

    Grant grant = leases.topUp("g1", purse, DAY, new Spend(100, 10)).orElseThrow();
    Grant tomorrow = leases.topUp("g1", purse, DAY.plusDays(1), new Spend(50, 10)).orElseThrow();

    assertThat(grant.granted()).isEqualTo(Spend.NONE);
    assertThat(grant.tightest()).isEqualTo(CapPeriod.DAY);
    assertThat(tomorrow.granted()).isEqualTo(new Spend(50, 10));
  }

  private Attempt attempt(Spend spend) {
    return SpendingStand.attempt(NOON, purse, spend);
  }

  private void cap(String scope, String period, long micros, long tokens) {
    UUID id =
        scope.equals("instance")
            ? instance
            : database.sql().transactionResult(tx -> Leases.accountOf(tx.dsl(), instance));
    database
        .sql()
        .insertInto(CAPS, CAPS.SCOPE, CAPS.SCOPE_ID, CAPS.PERIOD, CAPS.MICROS, CAPS.TOKENS)
        .values(scope, id, period, micros, tokens)
        .execute();
  }

  /** Spent micros and tokens, leased micros and tokens. */
  private long[] counter(String scope, String period) {
    var row =
        database
            .sql()
            .selectFrom(SPENDINGS)
            .where(
                SPENDINGS.SCOPE.eq(scope),
                SPENDINGS.PERIOD.eq(period),
                SPENDINGS.SINCE.eq(period.equals("day") ? DAY : DAY.withDayOfMonth(1)))
            .fetchSingle();
    return new long[] {
      row.getMicros(), row.getTokens(), row.getLeasedMicros(), row.getLeasedTokens()
    };
  }
}
