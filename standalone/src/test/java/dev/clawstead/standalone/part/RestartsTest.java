package dev.clawstead.standalone.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartsTest {

  private final Restarts restarts = new Restarts();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aPartThatDiesOnceIsStartedAgainAtOnceAndLaterEachTime() {
    assertThat(died(1).delay()).isEqualTo(Duration.ofMillis(250));
    assertThat(died(1).delay()).isEqualTo(Duration.ofMillis(500));
    assertThat(died(1).delay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(died(1).delay()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void fiveDeathsInAMinuteCountAsFailingAndAreStillRetriedSlowly() {
    for (int i = 0; i < 4; i++) {
      assertThat(died(1).failing()).isFalse();
    }

    assertThat(died(1)).isEqualTo(new Restarts.Verdict(Restarts.SLOW, true));
    now = now.plus(Restarts.SLOW);
    assertThat(died(1)).isEqualTo(new Restarts.Verdict(Restarts.SLOW, true));
  }

  @Test
  void aPartThatLivedForAMinuteIsForgiven() {
    for (int i = 0; i < 5; i++) {
      died(1);
    }

    assertThat(died(60)).isEqualTo(new Restarts.Verdict(Duration.ofMillis(250), false));
  }

  @Test
  void fiveDeathsOverALongerTimeAreNoFailure() {
    for (int i = 0; i < 10; i++) {
      assertThat(died(20).failing()).isFalse();
    }
  }

  private Restarts.Verdict died(int secondsAfterStart) {
    Instant started = now;
    now = now.plusSeconds(secondsAfterStart);
    return restarts.died(started, now);
  }
}
