package dev.clawstead.db.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EtaTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  @Test
  void growsWithThePosition() {
    assertThat(Eta.of(NOW, 1, 5)).isEqualTo(NOW.plusSeconds(2));
    assertThat(Eta.of(NOW, 3, 5)).isEqualTo(NOW.plusSeconds(6));
  }

  @Test
  void countsAServerForThoseWhoDoNotFit() {
    assertThat(Eta.of(NOW, 6, 5)).isEqualTo(NOW.plusSeconds(12).plus(Duration.ofMinutes(3)));
  }
}
