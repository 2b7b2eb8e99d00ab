package dev.clawstead.gateway.model;

import static dev.clawstead.gateway.model.ModelStand.CHAT;
import static dev.clawstead.gateway.model.ModelStand.HELLO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.generated.tables.records.AttemptsRecord;
import dev.clawstead.gateway.Client;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that end before their end, on either side. */
class BrokenAnswersTest {

  private final ChainStand stand = new ChainStand();

  BrokenAnswersTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    stand.close();
  }

  @Test
  void whoeverHangsUpPaysForWhatCameUntilThen() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    stand.first.plays(
        (exchange, out) -> {
          out.write(
              ("data: {\"choices\":[{\"delta\":{\"content\":\"" + "word ".repeat(40) + "\"}}]}\n\n")
                  .getBytes(UTF_8));
          out.flush();
          try {
            gone.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try (Client client = stand.stage.modelClient()) {
      client.send(
          ChainStand.post(
              CHAT, HELLO.replace("{\"model\"", "{\"stream\":true,\"model\""), stand.bearer()));
      client.head();
      client.chunk();
    }

    AttemptsRecord attempt = stand.recorded(2).getLast();
    gone.countDown();
    assertThat(attempt.getOutcome()).isEqualTo("hung-up");
    assertThat(attempt.getEstimated()).isTrue();
    assertThat(attempt.getOutputTokens()).isBetween(40L, 60L);
    assertThat(attempt.getMicros()).isPositive().isLessThan(attempt.getReservedMicros());
  }

  @Test
  void aStreamThatBreaksOffIsSeenToBreakOffAndCounted() throws Exception {
    stand.first.plays(
        (exchange, out) -> {
          out.write(
              "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n".getBytes(UTF_8));
          out.flush();
        });

    try (Client client = stand.stage.modelClient()) {
      client.send(
          ChainStand.post(
              CHAT, HELLO.replace("{\"model\"", "{\"stream\":true,\"model\""), stand.bearer()));
      client.head();
      assertThat(client.chunk()).contains("Hello");
      assertThat(client.isEnded()).isTrue();
    }

    AttemptsRecord attempt = stand.recorded(2).getLast();
    assertThat(attempt.getOutcome()).isEqualTo("cut");
    assertThat(attempt.getEstimated()).isTrue();
  }
}
