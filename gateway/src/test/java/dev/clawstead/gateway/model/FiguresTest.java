package dev.clawstead.gateway.model;

import static dev.clawstead.gateway.model.ModelStand.ANSWER;
import static dev.clawstead.gateway.model.ModelStand.CHAT;
import static dev.clawstead.gateway.model.ModelStand.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Wait;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What whoever runs the gateway can see of its calls. */
class FiguresTest {

  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final ModelStand stand;

  FiguresTest() throws IOException {
    stand = ModelStand.set();
  }

  @AfterEach
  void close() throws IOException {
    stand.close();
  }

  @Test
  void callsAndAttemptsAreCountedByWhatBecameOfThem() throws Exception {
    stand.provider.answers(200, ANSWER).answers(500, "{}");
    assertThat(stand.ask(CHAT, HELLO).status()).isEqualTo(200);
    assertThat(stand.ask(CHAT, HELLO).status()).isEqualTo(503);
    assertThat(stand.ask(CHAT, HELLO.replace("smart", "nobody-knows")).status()).isEqualTo(404);
    assertThat(stand.ask("/v1/messages", "{").status()).isEqualTo(400);

    Wait.until(() -> figures().contains("outcome=\"refused-404\""));

    assertThat(figures())
        .contains(
            "clawstead_model_calls_total{surface=\"chat\",alias=\"smart\",outcome=\"answered\"}"
                + " 1\n",
            "clawstead_model_calls_total{surface=\"chat\",alias=\"smart\",outcome=\"refused-503\"}"
                + " 1\n",
            "clawstead_model_calls_total{surface=\"chat\",alias=\"\",outcome=\"refused-404\"} 1\n",
            "clawstead_model_attempts_total{provider=\"one\",outcome=\"done\"} 1\n",
            "clawstead_model_attempts_total{provider=\"one\",outcome=\"failed\"} 1\n",
            "clawstead_model_refusals_total{protocol=\"openai\",status=\"503\"} 1\n",
            "clawstead_model_settled_micros_total 200\n",
            "clawstead_model_first_byte_seconds_count{provider=\"one\"} 2\n",
            "clawstead_model_queue_wait_seconds_count{kind=\"person\"} 3\n",
            "clawstead_model_body_bytes 0.0\n",
            "clawstead_model_calls_waiting 0.0\n",
            "clawstead_model_breaker{provider=\"one\",key=\"")
        .containsPattern("clawstead_model_reserved_micros_total [1-9]")
        .containsPattern("clawstead_model_journal_lag_seconds [0-9]")
        .doesNotContain("nobody-knows");
  }

  @Test
  void figuresAreToldNowhereElse() throws Exception {
    assertThat(stand.get("/metrics").status()).isEqualTo(404);
    try (Client client = stand.stage.metricsClient()) {
      assertThat(client.get("metrics", "/other").status()).isEqualTo(404);
    }
  }

  @Test
  void anAttemptIsASpanOfItsOwnInTheCallersTrace() throws Exception {
    stand.provider.answers(200, ANSWER).answers(200, ANSWER);

    Answer answer =
        stand.ask(CHAT, HELLO, "traceparent: " + PARENT, "tracestate: a=b", "X-Request-ID: r-1");
    stand.ask(CHAT, HELLO, "traceparent: nonsense");

    assertThat(answer.header("x-request-id")).isEqualTo("r-1");
    Provider.Asked asked = stand.provider.asked.getFirst();
    assertThat(asked.header("X-Request-ID")).isEqualTo("r-1");
    assertThat(asked.header("tracestate")).isEqualTo("a=b");
    assertThat(asked.header("traceparent"))
        .matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01")
        .isNotEqualTo(PARENT);
    assertThat(stand.recorded(2).getFirst().getTraceId())
        .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(stand.provider.asked.getLast().header("traceparent")).isEmpty();
  }

  private String figures() throws IOException {
    try (Client client = stand.stage.metricsClient()) {
      Answer answer = client.get("metrics", "/metrics");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-type")).startsWith("text/plain; version=0.0.4");
      return answer.body();
    }
  }
}
