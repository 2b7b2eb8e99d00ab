package dev.clawstead.gateway.trace;

import dev.clawstead.db.spending.Attempt.Result;
import dev.clawstead.domain.AttemptOutcome;
import dev.clawstead.domain.TokenUse;
import dev.clawstead.gateway.metrics.Counts;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;

/** An attempt as a span of a client. */
record ToldAttempt(Span span, Counts made) implements AttemptTrace {

  @Override
  public String header() {
    SpanContext at = span.getSpanContext();
    return new TraceParent(at.getTraceId(), at.getSpanId(), at.getTraceFlags().asHex()).header();
  }

  @Override
  public void end(Result result) {
    if (span.isRecording()) {
      describe(result);
      made.one();
    }
    span.end();
  }

  private void describe(Result result) {
    AttemptOutcome outcome = result.outcome();
    span.setAttribute("clawstead.outcome", outcome.word())
        .setAttribute("clawstead.usage.estimated", result.estimated());
    Integer status = result.status();
    if (status != null) {
      span.setAttribute("http.response.status_code", status);
    }
    Duration firstByte = result.firstByte();
    if (firstByte != null) {
      span.setAttribute("clawstead.first_byte_seconds", firstByte.toNanos() / 1e9);
    }
    if (outcome == AttemptOutcome.FAILED || outcome == AttemptOutcome.CUT) {
      String type =
          status == null || outcome == AttemptOutcome.CUT ? outcome.word() : status.toString();
      span.setAttribute("error.type", type).setStatus(StatusCode.ERROR);
    }
    if (outcome != AttemptOutcome.FAILED) {
      usage(result.use());
    }
  }

  /** Input is all of the prompt there, cached or not. */
  private void usage(TokenUse use) {
    span.setAttribute("gen_ai.usage.input_tokens", use.prompt())
        .setAttribute("gen_ai.usage.cache_read.input_tokens", use.cached())
        .setAttribute("gen_ai.usage.cache_creation.input_tokens", use.cacheWrite())
        .setAttribute("gen_ai.usage.output_tokens", use.output())
        .setAttribute("gen_ai.usage.reasoning.output_tokens", use.reasoning());
  }
}
