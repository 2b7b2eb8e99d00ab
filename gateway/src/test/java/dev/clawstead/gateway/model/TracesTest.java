package dev.clawstead.gateway.model;

import static dev.clawstead.gateway.model.ModelStand.ANSWER;
import static dev.clawstead.gateway.model.ModelStand.CHAT;
import static dev.clawstead.gateway.model.ModelStand.HELLO;
import static dev.clawstead.gateway.model.SpanCollector.attributes;
import static dev.clawstead.gateway.model.SpanCollector.hex;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Wait;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Calls and their attempts as spans, taken by a collector that speaks OTLP. */
class TracesTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  private final SpanCollector collector;

  TracesTest() throws IOException {
    collector = new SpanCollector();
  }

  @AfterEach
  void close() {
    collector.close();
  }

  @Test
  void aCallIsAServersSpanAndItsAttemptAClientsBelowIt() throws Exception {
    try (ModelStand stand = ModelStand.telling(collector.taking(1))) {
      stand.provider.answers(200, ANSWER);

      stand.ask(CHAT, HELLO, "X-Request-ID: r-1");

      Span attempt = collector.spans(SpanKind.SPAN_KIND_CLIENT, 1).getFirst();
      Span call = theCall("r-1");
      assertThat(call.getName()).isEqualTo("POST /v1/chat/completions");
      assertThat(attributes(call))
          .containsEntry("http.request.method", "POST")
          .containsEntry("http.route", "/v1/chat/completions")
          .containsEntry("http.response.status_code", "200")
          .containsEntry("gen_ai.request.model", "smart")
          .containsEntry("clawstead.outcome", "answered")
          .containsEntry("clawstead.call.kind", "person")
          .containsEntry("clawstead.instance.id", stand.agent.instance().toString());
      assertThat(attempt.getName()).isEqualTo("chat big-1");
      assertThat(attempt.getTraceId()).isEqualTo(call.getTraceId());
      assertThat(attempt.getParentSpanId()).isEqualTo(call.getSpanId());
      assertThat(attributes(attempt))
          .containsEntry("gen_ai.operation.name", "chat")
          .containsEntry("gen_ai.provider.name", "one")
          .containsEntry("gen_ai.request.model", "big-1")
          .containsEntry("gen_ai.usage.input_tokens", "100")
          .containsEntry("gen_ai.usage.output_tokens", "50")
          .containsEntry("gen_ai.usage.cache_read.input_tokens", "0")
          .containsEntry("server.address", "127.0.0.1")
          .containsEntry("clawstead.outcome", "done")
          .containsEntry("clawstead.attempt.id", stand.recorded(1).getFirst().getId().toString())
          .containsKeys("server.port", "clawstead.first_byte_seconds")
          .doesNotContainKey("error.type");
      assertThat(stand.provider.asked.getFirst().header("traceparent"))
          .startsWith("00-" + hex(call.getTraceId()) + "-" + hex(attempt.getSpanId()) + "-0");
      assertThat(stand.recorded(1).getFirst().getTraceId()).isEqualTo(hex(call.getTraceId()));
    }
  }

  @Test
  void nothingThatWasSaidAndNoKeyIsInASpan() throws Exception {
    try (ModelStand stand = ModelStand.telling(collector.taking(1))) {
      stand.provider.answers(200, ANSWER.replace("Hi", "a-secret-answer"));
      stand.provider.answers(400, "{\"error\":{\"message\":\"bad a-secret-part\"}}");

      stand.ask(CHAT, HELLO.replace("Hello", "a-secret-question"));
      stand.ask(CHAT, HELLO, "X-Request-ID: last");

      theCall("last");
      assertThat(collector.requests.toString())
          .contains("big-1")
          .doesNotContain("a-secret", "sk-one", stand.bearer().substring(22));
    }
  }

  @Test
  void aFailureIsToldOfItsAttemptAndOfItsCall() throws Exception {
    try (ModelStand stand = ModelStand.telling(collector.taking(1))) {
      stand.provider.answers(500, "{}");

      stand.ask(CHAT, HELLO, "X-Request-ID: r-2");

      Span attempt = collector.spans(SpanKind.SPAN_KIND_CLIENT, 1).getFirst();
      assertThat(attempt.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
      assertThat(attributes(attempt))
          .containsEntry("error.type", "500")
          .containsEntry("clawstead.outcome", "failed")
          .doesNotContainKey("gen_ai.usage.input_tokens");
      Span call = theCall("r-2");
      assertThat(call.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
      assertThat(attributes(call))
          .containsEntry("http.response.status_code", "503")
          .containsEntry("clawstead.outcome", "refused-503");
    }
  }

  @Test
  void aCallersTraceGoesOnWhateverTheRatio() throws Exception {
    try (ModelStand stand = ModelStand.telling(collector.taking(0))) {
      stand.provider.answers(200, ANSWER).answers(200, ANSWER).answers(200, ANSWER);

      stand.ask(CHAT, HELLO);
      stand.ask(CHAT, HELLO, "traceparent: " + PARENT.replaceAll("01$", "00"));
      stand.ask(CHAT, HELLO, "traceparent: " + PARENT);

      Span call = collector.spans(SpanKind.SPAN_KIND_SERVER, 1).getFirst();
      assertThat(hex(call.getTraceId())).isEqualTo(TRACE);
      assertThat(hex(call.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
      assertThat(stand.provider.asked.get(0).header("traceparent")).matches(".*-0[02]");
      assertThat(stand.provider.asked.get(1).header("traceparent"))
          .matches("00-" + TRACE + "-[0-9a-f]{16}-00");
      assertThat(stand.provider.asked.get(2).header("traceparent"))
          .matches("00-" + TRACE + "-[0-9a-f]{16}-01");
      assertThat(collector.spans(SpanKind.SPAN_KIND_CLIENT, 1)).hasSize(1);
    }
  }

  @Test
  void aGatewayTellsWhoItIs() throws Exception {
    try (ModelStand stand = ModelStand.telling(collector.taking(1))) {
      stand.ask(CHAT, HELLO);
      collector.spans(SpanKind.SPAN_KIND_SERVER, 1);

      Map<String, String> resource =
          attributes(
              collector.requests.getFirst().getResourceSpans(0).getResource().getAttributesList());
      assertThat(resource)
          .containsEntry("service.name", "clawstead-gateway")
          .containsEntry("service.namespace", "test")
          .containsKey("service.instance.id");
    }
  }

  @Test
  void aCollectorThatIsAwayLosesSpansAndNoCallAndIsToldOnce() throws Exception {
    collector.status = 503;
    List<ILoggingEvent> said = listen();
    try (ModelStand stand = ModelStand.telling(collector.taking(1))) {
      stand.provider.answers(200, ANSWER).answers(200, ANSWER).answers(200, ANSWER);

      assertThat(stand.ask(CHAT, HELLO).status()).isEqualTo(200);
      Wait.until(() -> collector.asked.get() >= 1);
      assertThat(stand.ask(CHAT, HELLO).status()).isEqualTo(200);
      Wait.until(() -> collector.asked.get() >= 2);
      assertThat(said).hasSize(1);
      assertThat(said.getFirst().getFormattedMessage())
          .contains("takes no traces", "/v1/traces", "refuses");

      collector.status = 200;
      assertThat(stand.ask(CHAT, HELLO, "X-Request-ID: r-3").status()).isEqualTo(200);
      theCall("r-3");
      Wait.until(() -> said.size() == 2);
      assertThat(said.getLast().getFormattedMessage()).contains("takes traces again");
      Wait.until(
          () -> figures(stand).matches("(?s).*\\nclawstead_trace_spans_taken_total [2-9]\\n.*"));
    }
  }

  private Span theCall(String id) {
    Wait.until(
        () ->
            collector.spans(SpanKind.SPAN_KIND_SERVER, 0).stream()
                .anyMatch(span -> id.equals(attributes(span).get("clawstead.request.id"))));
    return collector.spans(SpanKind.SPAN_KIND_SERVER, 1).stream()
        .filter(span -> id.equals(attributes(span).get("clawstead.request.id")))
        .findFirst()
        .orElseThrow();
  }

  private static List<ILoggingEvent> listen() {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    Logger logger = (Logger) LoggerFactory.getLogger("dev.clawstead.gateway.trace");
    logger.addAppender(appender);
    return appender.list;
  }

  private static String figures(ModelStand stand) throws IOException {
    try (Client client = stand.stage.metricsClient()) {
      return client.get("metrics", "/metrics").body();
    }
  }
}
