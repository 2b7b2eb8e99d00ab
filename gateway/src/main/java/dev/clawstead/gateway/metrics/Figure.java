package dev.clawstead.gateway.metrics;

/** One of the figures that are told. */
interface Figure {

  /** Writes its lines in Prometheus' text format (prometheus.io/docs, exposition formats). */
  void write(StringBuilder out);
}
