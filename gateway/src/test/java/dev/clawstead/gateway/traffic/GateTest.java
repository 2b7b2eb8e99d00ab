package dev.clawstead.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.domain.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GateTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Gate gate = new Gate(UUID.randomUUID(), 0);
  private final List<String> served = new ArrayList<>();

  @Test
  void withoutALimitEverybodyMay() {
    gate.limit(null, 0);

    assertThat(enter("k", false, 0).admitted().join()).isTrue();
  }

  @Test
  void nobodyMayBeforeTheShareIsKnown() {
    gate.limit(new RateLimit(60, 1000, 9), 0);
    Turn turn = enter("k", false, 0);
    assertThat(turn.admitted()).isNotDone();

    gate.share(100, 0);

    assertThat(turn.admitted()).isCompletedWithValue(true);
  }

  @Test
  void aMinuteHasSoManyCallsAndASixthOfThemMayComeAtOnce() {
    open(new RateLimit(60, 1000, 1_000), 100);

    assertThat(admitted(20, 0)).isEqualTo(10);
    gate.serve(SECOND);
    assertThat(gate.waiting()).isEqualTo(9);
    gate.serve(10 * SECOND);
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void aGatewaysShareIsAPartOfTheRate() {
    open(new RateLimit(600, 1000, 1_000), 50);

    assertThat(admitted(200, 0)).isEqualTo(50);
  }

  @Test
  void oneWithoutAnyPartAdmitsNobody() {
    open(new RateLimit(600, 1000, 10), 0);

    assertThat(admitted(3, 60 * SECOND)).isZero();
    assertThat(gate.starves()).isTrue();
  }

  @Test
  void soManyAreAtWorkAtOnceAndTheNextComesInWhenOneLeaves() {
    open(new RateLimit(6_000, 1000, 2), 100);
    Turn first = enter("k", false, 0);
    enter("k", false, 0);
    Turn third = enter("k", false, 0);
    assertThat(third.admitted()).isNotDone();

    first.leave();
    first.leave();

    assertThat(third.admitted()).isCompletedWithValue(true);
    assertThat(enter("k", false, 0).admitted()).isNotDone();
  }

  @Test
  void tokensThatWereOverdrawnHaveToComeBackFirst() {
    open(new RateLimit(6_000, 600, 100), 100);
    enter("k", false, 0);
    gate.spent(100 + 50);

    Turn next = enter("k", false, 0);
    gate.serve(4 * SECOND);
    assertThat(next.admitted()).isNotDone();
    gate.serve(6 * SECOND);

    assertThat(next.admitted()).isCompletedWithValue(true);
  }

  @Test
  void keysTakeTurnsAndPeopleComeBeforeTheBackground() {
    open(new RateLimit(6_000, 1000, 1), 100);
    Turn atWork = enter("x", false, 0);
    enter("cron", true, 0);
    enter("a", false, 0);
    enter("a", false, 0);
    enter("a", false, 0);
    enter("b", false, 0);
    enter("b", false, 0);

    leaveOneByOne(atWork);

    assertThat(served).containsExactly("x", "a", "b", "a", "b", "a", "cron");
  }

  @Test
  void whoWaitedTooLongIsTurnedAwayAndTheOthersGoOnWaiting() {
    open(new RateLimit(6_000, 1000, 1), 100);
    enter("k", false, 0);
    Turn early = enter("k", false, SECOND);
    Turn late = enter("k", false, 3 * SECOND);

    gate.giveUp(6 * SECOND, 5 * SECOND);

    assertThat(early.admitted()).isCompletedWithValue(false);
    assertThat(late.admitted()).isNotDone();
  }

  @Test
  void whoLeavesTheLineIsNotWaitedFor() {
    open(new RateLimit(6_000, 1000, 1), 100);
    Turn first = enter("k", false, 0);
    enter("k", false, 0).leave();
    Turn third = enter("k", false, 0);

    first.leave();

    assertThat(third.admitted()).isCompletedWithValue(true);
  }

  @Test
  void aLineHasAnEnd() {
    open(new RateLimit(6_000, 1000, 1), 100);
    for (int i = 0; i < 257; i++) {
      enter("k", false, 0);
    }

    assertThat(enter("k", false, 0).admitted()).isCompletedWithValue(false);
  }

  @Test
  void whatWasOverdrawnIsNotForgotten() {
    open(new RateLimit(60, 600, 1), 100);
    enter("k", false, 0).leave();
    gate.spent(10_000);

    assertThat(gate.isIdle(60 * SECOND, SECOND)).isFalse();
    assertThat(gate.isIdle(2_000 * SECOND, SECOND)).isTrue();
  }

  private void open(RateLimit limit, int parts) {
    gate.limit(limit, 0);
    gate.share(parts, 0);
  }

  private int admitted(int calls, long now) {
    int admitted = 0;
    for (int i = 0; i < calls; i++) {
      admitted += enter("k", false, now).admitted().isDone() ? 1 : 0;
    }
    return admitted;
  }

  private Turn enter(String key, boolean background, long now) {
    Turn turn = gate.enter(key, background, now);
    var _ = turn.admitted().thenAccept(may -> served.add(key));
    turns.add(turn);
    return turn;
  }

  private final List<Turn> turns = new ArrayList<>();

  private void leaveOneByOne(Turn first) {
    first.leave();
    for (int round = 0; round < turns.size(); round++) {
      turns.stream()
          .filter(turn -> turn.state() == Turn.State.AT_WORK)
          .toList()
          .forEach(Turn::leave);
    }
  }
}
