package dev.clawstead.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChatPassTest {

  private static final UUID AGENT = UUID.fromString("0199c0de-7a3b-7c11-9d2e-000000000001");
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final ChatPass passes = new ChatPass(PlatformSecret.of(new byte[32]));
  private final String pass = passes.issue(AGENT, 1, NOW.plusSeconds(60));

  @Test
  void opensItsAgentUntilItEnds() {
    assertThat(passes.opens(pass, AGENT, 1, NOW)).isTrue();
    assertThat(passes.opens(pass, AGENT, 1, NOW.plusSeconds(59))).isTrue();
    assertThat(passes.opens(pass, AGENT, 1, NOW.plusSeconds(60))).isFalse();
  }

  @Test
  void opensNothingElse() {
    assertThat(passes.opens(pass, UUID.randomUUID(), 1, NOW)).isFalse();
    assertThat(passes.opens(pass, AGENT, 2, NOW)).isFalse();
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;
    assertThat(new ChatPass(PlatformSecret.of(otherKey)).opens(pass, AGENT, 1, NOW)).isFalse();
  }

  @Test
  void cannotBeMadeLongerOrOther() {
    String longer =
        pass.replaceFirst("csc_[0-9]+", "csc_" + NOW.plusSeconds(9_000).getEpochSecond());
    String mac = pass.substring(pass.indexOf('.') + 1);
    for (String forged :
        List.of(
            longer,
            mac,
            "csc_" + mac,
            pass + "x",
            "csc_.",
            "csc_99999999999999999999." + mac,
            "")) {
      assertThat(passes.opens(forged, AGENT, 1, NOW)).as(forged).isFalse();
    }
  }
}
