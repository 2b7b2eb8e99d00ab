package dev.clawstead.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gateway's books beside those of the providers that it calls, after what may go wrong. */
class GatewayBooksTest {

  /** What this JVM was started with, which is all that the gateway needs. */
  private static final List<String> PROGRAM =
      List.of("-cp", System.getProperty("java.class.path"), "dev.clawstead.gateway.Gateway");

  @Test
  void aGatewayThatIsKilledAgainAndAgainLosesAndDoublesNothing() throws Exception {
    try (SimulatedProviders providers = new SimulatedProviders();
        GatewayStand stand = GatewayStand.up(PROGRAM, 8, providers.sellers())) {
      KillRun.Plan plan = new KillRun.Plan(8, 3, 40, Duration.ZERO);

      KillRun.Outcome outcome = new KillRun(stand, providers, plan).run();

      assertThat(outcome.kills()).isEqualTo(3);
      assertThat(outcome.billed()).isGreaterThanOrEqualTo(4 * 40);
      assertThat(outcome.missing()).as("attempts without a row").isZero();
      assertThat(outcome.wrong()).as("rows that are wrong").isZero();
      assertThat(outcome.unpaid()).as("whole answers that are not exact").isZero();
      assertThat(outcome.heldMicros()).as("reserved after recovery").isZero();
      assertThat(outcome.unexplainedMicros()).as("spent without a row").isZero();
    }
  }

  @Test
  void whoeverHangsUpPaysWhatTheProviderCharges() throws Exception {
    try (SimulatedProviders providers = new SimulatedProviders();
        GatewayStand stand = GatewayStand.up(PROGRAM, 16, providers.sellers())) {
      HangUps.Outcome outcome = new HangUps(stand, providers, 200).run();

      assertThat(outcome.left()).isGreaterThan(100);
      assertThat(outcome.missing()).as("hang-ups without a row").isZero();
      assertThat(outcome.heldMicros()).as("still reserved").isZero();
      // What of a prompt was cached, so the money too, evens out over more calls: bench gateway.
      assertThat(outcome.tokensOff()).as("tokens, in percent").isBetween(-1.0, 1.0);
    }
  }
}
