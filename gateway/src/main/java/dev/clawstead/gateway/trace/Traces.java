package dev.clawstead.gateway.trace;

import dev.clawstead.domain.CallKind;
import dev.clawstead.gateway.metrics.Metrics;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Follows calls in traces. None of it waits for anything, or fails a call. */
public interface Traces extends AutoCloseable {

  /** Tells nobody; a caller's own trace still goes on to the provider. */
  static Traces passedOn() {
    return new PassedTraces();
  }

  /**
   * Tells a collector, in batches and beside the calls: what it does not take in time is lost.
   *
   * @param gateway the name of this process
   */
  static Traces toldTo(Collector collector, String gateway, Metrics metrics) {
    return new ToldTraces(collector, gateway, metrics);
  }

  /** A call begins. */
  CallTrace begin(Call call);

  /** Sends what it has, for at most two seconds. */
  @Override
  void close();

  /**
   * Who takes spans.
   *
   * @param endpoint where they are posted (OTLP over HTTP, protobuf), with its whole path
   * @param ratio how many of the traces that begin here are told, 0 to 1; of those that began
   *     before, the ones that their beginning had recorded
   * @param installation whose gateway it is
   */
  record Collector(URI endpoint, double ratio, String installation) {}

  /**
   * A model call.
   *
   * @param id its X-Request-ID
   * @param parent its {@code traceparent} header
   */
  record Call(
      String id,
      String method,
      String path,
      UUID instance,
      CallKind kind,
      @Nullable String parent) {}
}
