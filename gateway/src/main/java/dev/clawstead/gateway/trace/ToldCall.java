package dev.clawstead.gateway.trace;

import dev.clawstead.gateway.metrics.Counts;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.UUID;

/**
 * A call as a span of a server, and its attempts as spans of a client below it. The names are those
 * of OpenTelemetry's conventions for HTTP and for generative models, and {@code clawstead.*} for
 * what they have none for.
 */
record ToldCall(Tracer tracer, Span span, Counts made) implements CallTrace {

  private static final int SERVER_ERROR = 500;

  @Override
  public String id() {
    return span.getSpanContext().getTraceId();
  }

  @Override
  public AttemptTrace attempt(UUID id, Asked asked) {
    Span attempt =
        tracer
            .spanBuilder(asked.operation() + " " + asked.model())
            .setSpanKind(SpanKind.CLIENT)
            .setParent(Context.root().with(span))
            .startSpan();
    if (attempt.isRecording()) {
      attempt
          .setAttribute("gen_ai.operation.name", asked.operation())
          .setAttribute("gen_ai.provider.name", asked.provider())
          .setAttribute("gen_ai.request.model", asked.model())
          .setAttribute("server.address", asked.host())
          .setAttribute("server.port", asked.port())
          .setAttribute("clawstead.attempt.id", id.toString());
    }
    return new ToldAttempt(attempt, made);
  }

  @Override
  public void end(String alias, String outcome, int status) {
    if (span.isRecording()) {
      span.setAttribute("clawstead.outcome", outcome);
      if (!alias.isEmpty()) {
        span.setAttribute("gen_ai.request.model", alias);
      }
      if (status > 0) {
        span.setAttribute("http.response.status_code", status);
      }
      if (status >= SERVER_ERROR) {
        span.setAttribute("error.type", Integer.toString(status)).setStatus(StatusCode.ERROR);
      }
      made.one();
    }
    span.end();
  }
}
