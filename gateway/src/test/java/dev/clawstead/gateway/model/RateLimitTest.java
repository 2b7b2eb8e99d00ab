package dev.clawstead.gateway.model;

import static dev.clawstead.gateway.model.ModelStand.ANSWER;
import static dev.clawstead.gateway.model.ModelStand.CHAT;
import static dev.clawstead.gateway.model.ModelStand.HELLO;
import static dev.clawstead.gateway.model.ModelStand.MESSAGES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.domain.RateLimit;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Wait;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private static final String MESSAGE =
      "{\"model\":\"poet\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  @Test
  void whatComesTooFastForTooLongIsToldWhenToComeAgain() throws Exception {
    try (ModelStand stand = ModelStand.withRates(new RateLimit(1, 1_000_000, 10))) {
      stand.provider.answers(200, ANSWER);
      assertThat(stand.ask(CHAT, HELLO).status()).isEqualTo(200);

      Answer chat = stand.ask(CHAT, HELLO);
      Answer message = stand.ask(MESSAGES, MESSAGE);

      assertThat(chat.status()).isEqualTo(429);
      assertThat(chat.header("retry-after")).isEqualTo("2");
      assertThat(chat.body()).contains("\"code\":\"rate_limit_exceeded\"");
      // These words would make an agent give up on its provider for minutes.
      assertThat(chat.body()).doesNotContain("quota").doesNotContain("usage_limit");
      assertThat(message.status()).isEqualTo(429);
      assertThat(message.body()).contains("\"type\":\"rate_limit_error\"");
      assertThat(stand.provider.asked).hasSize(1);
      assertThat(stand.attemptsOnceQuiet()).isEqualTo(1);
    }
  }

  @Test
  void aShortBurstWaitsAndWhoeverHangsUpMeanwhileLeavesTheLine() throws Exception {
    try (ModelStand stand = ModelStand.withRates(new RateLimit(6_000, 1_000_000, 1))) {
      CountDownLatch goOn = new CountDownLatch(1);
      stand.provider.plays(
          (exchange, out) -> {
            try {
              goOn.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            out.write(
                ("data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\n"
                        + "data: [DONE]\n\n")
                    .getBytes(UTF_8));
          });
      stand.provider.answers(200, ANSWER);
      try (Client first = stand.client();
          Client second = stand.client()) {
        first.send(stand.post(CHAT, HELLO.replace("{\"model\"", "{\"stream\":true,\"model\"")));
        Wait.until(() -> stand.provider.asked.size() == 1);
        second.send(stand.post(CHAT, HELLO));
        try (Client gone = stand.client()) {
          gone.send(stand.post(CHAT, HELLO));
        }
        goOn.countDown();

        assertThat(first.answer().status()).isEqualTo(200);
        assertThat(second.answer().status()).isEqualTo(200);
      }
      assertThat(stand.provider.asked).hasSize(2);
    }
  }
}
