package dev.clawstead.gateway.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Database;
import dev.clawstead.db.capture.Captures.Wish;
import dev.clawstead.db.capture.Contents;
import dev.clawstead.gateway.Wait;
import dev.clawstead.gateway.metrics.Metrics;
import dev.clawstead.secrets.ContentVault;
import dev.clawstead.secrets.PlatformSecret;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of content that nobody can write down. */
class RecorderTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final ByteBuf HELLO = Unpooled.wrappedBuffer(new byte[100]);
  private static final int CALLS_THAT_FIT = (16 << 20) / Recording.PART_BYTES_MAX;

  private final UUID instance = UUID.randomUUID();
  private final Metrics metrics = new Metrics();
  private final Database nowhere =
      Database.open(new Database.Address("jdbc:postgresql://127.0.0.1:1/clawstead", "x", "x"), 1);
  private final Recorder recorder =
      Recorder.start(new Contents(nowhere.sql()), metrics, Clock.fixed(NOW, ZoneOffset.UTC));

  @AfterEach
  void close() {
    recorder.close();
    nowhere.close();
  }

  @Test
  void aCallThatNobodyWishesToBeKeptIsNotLookedAt() {
    recorder.wished(List.of(wish(NOW.plus(HOUR))));

    assertThat(recorder.begin(UUID.randomUUID(), HELLO)).isNull();
    assertThat(recorder.begin(instance, HELLO)).isNotNull();
    recorder.wished(List.of());
    assertThat(recorder.begin(instance, HELLO)).isNull();
  }

  @Test
  void aWishEndsWithoutAnybodySayingSo() {
    recorder.wished(List.of(wish(NOW)));

    assertThat(recorder.begin(instance, HELLO)).isNull();
  }

  @Test
  void withoutPostgresContentIsLostAndCountedAndItsRoomIsFreeAgain() {
    recorder.wished(List.of(wish(NOW.plus(HOUR))));
    Recording said = begin(100);
    said.attempt(UUID.randomUUID());
    said.answer(new byte[5000]);

    said.end();

    Wait.until(() -> metrics.text().contains("{outcome=\"no-database\"} 1\n"));
    Wait.until(() -> metrics.text().contains("clawstead_model_content_bytes 0.0\n"));
  }

  @Test
  void beyondTheRoomNothingIsKeptAndNobodyWaits() {
    recorder.wished(List.of(wish(NOW.plus(HOUR))));
    List<Recording> open = new ArrayList<>();
    for (int i = 0; i < CALLS_THAT_FIT; i++) {
      open.add(begin(Recording.PART_BYTES_MAX));
    }

    Recording tooMuch = begin(1);
    tooMuch.attempt(UUID.randomUUID());
    tooMuch.answer(new byte[10]);
    tooMuch.end();

    assertThat(metrics.text()).contains("{outcome=\"no-room\"} 1\n");
    open.forEach(Recording::end);
    assertThat(metrics.text())
        .contains("clawstead_model_content_bytes 0.0\n")
        .doesNotContain("no-database");
  }

  @Test
  void anAnswerTakesRoomAsItGrowsAndNoMoreThanItsBound() {
    recorder.wished(List.of(wish(NOW.plus(HOUR))));
    Recording said = begin(0);
    for (int i = 0; i < 100; i++) {
      said.answer(new byte[10_000]);
    }

    assertThat(said.answer()).hasSize(Recording.PART_BYTES_MAX);
    assertThat(said.isTruncated()).isTrue();
    assertThat(said.taken()).isEqualTo(Recording.PART_BYTES_MAX);
  }

  private Recording begin(int bytes) {
    return Objects.requireNonNull(
        recorder.begin(instance, Unpooled.wrappedBuffer(new byte[bytes])));
  }

  private Wish wish(Instant until) {
    byte[] key = new ContentVault(PlatformSecret.of(new byte[32])).publicKey(UUID.randomUUID());
    return new Wish(UUID.randomUUID(), instance, until, key);
  }
}
