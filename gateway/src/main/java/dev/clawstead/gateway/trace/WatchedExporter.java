package dev.clawstead.gateway.trace;

import dev.clawstead.gateway.metrics.Counts;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that a collector takes no spans, and once that it does again. */
final class WatchedExporter implements SpanExporter {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedExporter.class);

  /** The library would say it again with every batch; its logger lives as long as we hold it. */
  private static final java.util.logging.Logger ITS_OWN_WORDS =
      java.util.logging.Logger.getLogger("io.opentelemetry");

  private final SpanExporter exporter;
  private final URI endpoint;
  private final Counts taken;
  private final AtomicBoolean losing = new AtomicBoolean();

  WatchedExporter(SpanExporter exporter, URI endpoint, Counts taken) {
    this.exporter = exporter;
    this.endpoint = endpoint;
    this.taken = taken;
    ITS_OWN_WORDS.setLevel(Level.OFF);
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> tell(result, count));
  }

  private void tell(CompletableResultCode result, int count) {
    if (result.isSuccess()) {
      taken.add(count);
      if (losing.compareAndSet(true, false)) {
        LOG.info("{} takes traces again", endpoint);
      }
    } else if (losing.compareAndSet(false, true)) {
      Throwable why = result.getFailureThrowable();
      Throwable cause = why == null ? null : why.getCause();
      LOG.warn(
          "{} takes no traces, which are lost until it does: {}",
          endpoint,
          cause == null ? "it refuses them" : cause.toString());
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
