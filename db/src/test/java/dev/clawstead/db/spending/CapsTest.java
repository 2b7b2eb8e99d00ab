package dev.clawstead.db.spending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Crowd;
import dev.clawstead.db.spending.Caps.Changes;
import dev.clawstead.domain.CapChoice;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.Spend;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CapsTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

  private final SpendingStand stand = new SpendingStand();
  private final Caps caps = stand.caps;
  private final Leases leases = new Leases(stand.database.sql());

  @AfterEach
  void close() {
    stand.close();
  }

  @Test
  void aRaisedCapIsRaisedUntilTheMonthEndsAndOnlyInWhatItBounds() {
    stand.cap(CapPeriod.MONTH, 100);

    assertThat(raise(CapPeriod.MONTH, new CapAmount(150L, 99L))).isTrue();

    assertThat(lent(DAY)).isEqualTo(150);
    var cap = caps.find(CapScope.INSTANCE, stand.instance, CapPeriod.MONTH);
    assertThat(Objects.requireNonNull(cap).on(DAY)).isEqualTo(new CapAmount(150L, null));
    assertThat(lent(DAY.plusMonths(1))).isEqualTo(100);
  }

  @Test
  void whatNobodyCappedCannotBeRaised() {
    assertThat(raise(CapPeriod.DAY, new CapAmount(150L, null))).isFalse();
  }

  @Test
  void aCapThatIsSetAnewIsNotRaisedAndOneThatIsTakenAwayBoundsNobody() {
    stand.cap(CapPeriod.DAY, 100);
    raise(CapPeriod.DAY, new CapAmount(500L, null));

    stand.cap(CapPeriod.DAY, 100);
    assertThat(lent(DAY)).isEqualTo(500);
    leases.giveBackAll("g1");
    stand.cap(CapPeriod.DAY, 80);
    assertThat(lent(DAY)).isEqualTo(80);

    caps.set(CapScope.INSTANCE, stand.instance, CapPeriod.DAY, CapAmount.NONE);
    assertThat(lent(DAY)).isEqualTo(10_000);
  }

  @Test
  void whoAsksForChangesHearsWhoseCapsAndRulesAreOthersNow() {
    stand.cap(CapPeriod.DAY, 100);
    long before = caps.changesSince(-1).version();
    UUID account = UUID.randomUUID();

    caps.set(CapScope.ACCOUNT, account, CapPeriod.MONTH, new CapAmount(1L, null));
    SpendingRules.set(stand.database.sql(), stand.instance, CapChoice.ASK, null, true);
    Changes changes = caps.changesSince(before);

    assertThat(changes.whose()).containsExactlyInAnyOrder(account, stand.instance);
    assertThat(caps.changesSince(changes.version()).whose()).isEmpty();
  }

  @Test
  void noChangeIsMissedHoweverManyAreMadeAtOnce() throws Exception {
    List<UUID> all = new ArrayList<>();
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      UUID account = UUID.randomUUID();
      all.add(account);
      tasks.add(
          () -> {
            caps.set(CapScope.ACCOUNT, account, CapPeriod.DAY, new CapAmount(1L, null));
            return true;
          });
    }
    Set<UUID> heard = new HashSet<>();
    tasks.add(
        () -> {
          long version = 0;
          while (!heard.containsAll(all)) {
            Changes changes = caps.changesSince(version);
            heard.addAll(changes.whose());
            version = changes.version();
          }
          return true;
        });

    Crowd.together(tasks);

    assertThat(heard).containsAll(all);
  }

  @Test
  void ownersWhoChangeCapsAndRulesAtOnceNeverWaitForEver() throws Exception {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int micros = 100 + i;
      tasks.add(
          () ->
              stand
                  .database
                  .sql()
                  .transactionResult(
                      tx -> {
                        Caps own = new Caps(tx.dsl());
                        CapAmount amount = new CapAmount((long) micros, null);
                        if (micros % 2 == 0) {
                          own.set(CapScope.INSTANCE, stand.instance, CapPeriod.DAY, amount);
                        }
                        SpendingRules.set(
                            tx.dsl(), stand.instance, CapChoice.ASK, null, micros % 2 == 0);
                        own.set(CapScope.INSTANCE, stand.instance, CapPeriod.DAY, amount);
                        return true;
                      }));
    }

    assertThat(Crowd.together(tasks)).containsOnly(true);
  }

  @Test
  void aGrantSaysWhenTheCheaperModelServes() {
    stand.cap(CapPeriod.MONTH, 1_000);
    SpendingRules.set(stand.database.sql(), stand.instance, CapChoice.CHEAPER, "fast", false);
    stand.spend(300);

    Grant grant = leases.topUp("g1", stand.purse, stand.today, new Spend(1, 1)).orElseThrow();

    assertThat(grant.conduct().cheaper()).isEqualTo("fast");
    assertThat(grant.conduct().untilCheaper().micros()).isEqualTo(500);
  }

  private boolean raise(CapPeriod period, CapAmount to) {
    return caps.raise(CapScope.INSTANCE, stand.instance, period, to, DAY);
  }

  private long lent(LocalDate day) {
    return leases
        .topUp("g1", stand.purse, day, new Spend(10_000, 10_000))
        .orElseThrow()
        .granted()
        .micros();
  }
}
