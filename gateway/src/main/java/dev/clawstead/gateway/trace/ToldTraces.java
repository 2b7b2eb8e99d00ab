package dev.clawstead.gateway.trace;

import dev.clawstead.gateway.metrics.Counts;
import dev.clawstead.gateway.metrics.Metrics;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells of calls by OpenTelemetry's SDK, whose one thread sends what calls put into its queue. */
final class ToldTraces implements Traces {

  /** Some 4 MB of spans; a collector that is away longer than it takes to fill loses the rest. */
  private static final int QUEUE_SPANS = 4096;

  private static final int BATCH_SPANS = 512;
  private static final Duration BATCH_EVERY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int VALUE_CHARS_MAX = 256;
  private static final long CLOSE_SECONDS = 2;

  private final SdkTracerProvider spans;
  private final Tracer tracer;
  private final Counts made;

  ToldTraces(Collector collector, String gateway, Metrics metrics) {
    made =
        metrics.counts("clawstead_trace_spans_total", "Spans of model calls that were to be told.");
    Counts taken =
        metrics.counts(
            "clawstead_trace_spans_taken_total", "Those of them that the collector has taken.");
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(collector.endpoint().toString())
            .setTimeout(PATIENCE)
            .setConnectTimeout(PATIENCE)
            // Who waits for a collector to come back fills the queue meanwhile.
            .setRetryPolicy(null)
            .setMeterProvider(MeterProvider.noop())
            .build();
    spans =
        SdkTracerProvider.builder()
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        new WatchedExporter(exporter, collector.endpoint(), taken))
                    .setMaxQueueSize(QUEUE_SPANS)
                    .setMaxExportBatchSize(BATCH_SPANS)
                    .setScheduleDelay(BATCH_EVERY)
                    .setExporterTimeout(PATIENCE)
                    .build())
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(collector.ratio())))
            .setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(VALUE_CHARS_MAX).build())
            .setResource(resource(collector, gateway))
            .build();
    tracer = spans.get("dev.clawstead.gateway");
  }

  private static Resource resource(Collector collector, String gateway) {
    return Resource.getDefault()
        .merge(
            Resource.create(
                Attributes.of(
                    AttributeKey.stringKey("service.name"),
                    "clawstead-gateway",
                    AttributeKey.stringKey("service.namespace"),
                    collector.installation(),
                    AttributeKey.stringKey("service.instance.id"),
                    gateway)));
  }

  @Override
  public CallTrace begin(Call call) {
    Span span =
        tracer
            .spanBuilder(call.method() + " " + call.path())
            .setSpanKind(SpanKind.SERVER)
            .setParent(parent(TraceParent.read(call.parent())))
            .startSpan();
    if (span.isRecording()) {
      span.setAttribute("http.request.method", call.method())
          .setAttribute("http.route", call.path())
          .setAttribute("clawstead.request.id", call.id())
          .setAttribute("clawstead.instance.id", call.instance().toString())
          .setAttribute("clawstead.call.kind", call.kind().word());
    }
    return new ToldCall(tracer, span, made);
  }

  private static Context parent(@Nullable TraceParent header) {
    return header == null
        ? Context.root()
        : Context.root()
            .with(
                Span.wrap(
                    SpanContext.createFromRemoteParent(
                        header.trace(),
                        header.span(),
                        TraceFlags.fromHex(header.flags(), 0),
                        TraceState.getDefault())));
  }

  @Override
  public void close() {
    spans.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
