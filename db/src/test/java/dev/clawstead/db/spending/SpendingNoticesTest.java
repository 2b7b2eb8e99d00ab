package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.MAILS;
import static dev.clawstead.db.generated.Tables.NOTICES;
import static dev.clawstead.db.generated.Tables.SPENT_HOURS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Crowd;
import dev.clawstead.db.Times;
import dev.clawstead.db.spending.SpendingNotices.Notice;
import dev.clawstead.domain.CapChoice;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.Spend;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpendingNoticesTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final SpendingStand stand = new SpendingStand();
  private final SpendingNotices notices = new SpendingNotices(stand.database.sql());

  @AfterEach
  void close() {
    stand.close();
  }

  @Test
  void eachShareIsToldOnceAndMailedToTheOwner() {
    stand.cap(CapPeriod.MONTH, 1_000);

    for (int i = 0; i < 20; i++) {
      stand.spend(50);
    }

    assertThat(told())
        .containsExactly("reached 100", "share 95", "share 80", "share 50")
        .hasSize(4);
    assertThat(stand.database.sql().fetch(MAILS).map(m -> m.getRecipient()))
        .hasSize(4)
        .containsOnly(stand.account + "@example.org");
  }

  @Test
  void whoJumpsToTheLastShareHearsOfThatAlone() {
    stand.cap(CapPeriod.MONTH, 1_000);

    stand.spend(960);

    assertThat(told()).containsExactly("share 95");
  }

  @Test
  void manyGatewaysThatRecordAtOnceMakeOneNotice() throws Exception {
    stand.caps.set(CapScope.ACCOUNT, stand.account, CapPeriod.DAY, new CapAmount(1_000L, null));
    List<Callable<Boolean>> draining = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String gateway = "g" + i;
      draining.add(
          () -> {
            stand.spend(gateway, Instant.now(), 45);
            return true;
          });
    }

    Crowd.together(draining);

    assertThat(told()).containsExactly("share 50");
    assertThat(stand.database.sql().fetchCount(MAILS)).isEqualTo(1);
  }

  @Test
  void anotherCapIsToldOfAnew() {
    stand.cap(CapPeriod.MONTH, 1_000);
    stand.spend(1_000);

    stand.caps.raise(
        CapScope.INSTANCE,
        stand.instance,
        CapPeriod.MONTH,
        new CapAmount(2_000L, null),
        stand.today);
    stand.spend(1);

    assertThat(told()).containsExactly("share 50", "reached 100");
  }

  @Test
  void aCapThatLeavesTooLittleForACallIsReached() {
    stand.cap(CapPeriod.MONTH, 1_000);
    stand.spend(970);

    notices.refused(stand.purse, stand.today, new Spend(10, 10), new Spend(40, 40));
    notices.refused(stand.purse, stand.today, new Spend(10, 10), new Spend(50, 50));
    notices.refused(stand.purse, stand.today, new Spend(10, 10), new Spend(50, 50));

    assertThat(told()).containsExactly("reached 100", "share 95");
  }

  @Test
  void whoChoseSoIsAskedAtTheCap() {
    stand.cap(CapPeriod.MONTH, 1_000);
    SpendingRules.set(stand.database.sql(), stand.instance, CapChoice.ASK, null, false);

    stand.spend(1_000);

    assertThat(told()).containsExactly("ask 100");
  }

  @Test
  void aNewAgentsHourIsMeasuredByItsPlan() {
    stand.spend(24_000_000);
    assertThat(told()).isEmpty();

    stand.spend(2_000_000);
    stand.spend(2_000_000);

    assertThat(told()).containsExactly("anomaly null");
  }

  @Test
  void anHourIsMeasuredByTheHoursBeforeIt() {
    past(30, 600_000);
    stand.spend(2_300_000);
    assertThat(told()).isEmpty();

    stand.spend(200_000);

    assertThat(told()).containsExactly("anomaly null");
    assertThat(SpendingRules.of(stand.database.sql(), stand.instance).pausedUntil()).isNull();
  }

  @Test
  void whoChoseSoIsPausedAfterAnHourThatCostTooMuch() {
    SpendingRules.set(stand.database.sql(), stand.instance, CapChoice.STOP, null, true);
    past(30, 100_000);

    stand.spend(1_500_000);
    Instant until = SpendingRules.of(stand.database.sql(), stand.instance).pausedUntil();
    assertThat(until).isAfter(Instant.now());

    SpendingRules.pause(stand.database.sql(), stand.instance, null);
    stand.spend(1_500_000);

    assertThat(SpendingRules.of(stand.database.sql(), stand.instance).pausedUntil()).isNull();
  }

  @Test
  void anHourThatIsLongOverPausesNobody() {
    SpendingRules.set(stand.database.sql(), stand.instance, CapChoice.STOP, null, true);

    stand.spend("g1", Instant.now().minus(Duration.ofHours(5)), 26_000_000);

    assertThat(told()).containsExactly("anomaly null");
    assertThat(SpendingRules.of(stand.database.sql(), stand.instance).pausedUntil()).isNull();
  }

  @Test
  void noticesConcernTheAgentsOfTheirAccountAlone() {
    stand.cap(CapPeriod.MONTH, 1_000);
    stand.spend(500);

    try (SpendingStand other = new SpendingStand()) {
      assertThat(notices.list(other.account, other.instance, null, 10)).isEmpty();
    }
  }

  private void past(int hours, long micros) {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    for (int i = 1; i <= hours; i++) {
      stand
          .database
          .sql()
          .insertInto(SPENT_HOURS)
          .values(stand.instance, Times.of(hour.minus(HOUR.multipliedBy(i))), micros)
          .execute();
    }
  }

  private List<String> told() {
    assertThat(stand.database.sql().fetchCount(NOTICES))
        .isEqualTo(stand.database.sql().fetchCount(MAILS));
    return notices.list(stand.account, stand.instance, null, 100).stream()
        .map((Notice notice) -> notice.kind() + " " + notice.percent())
        .toList();
  }
}
