package dev.clawstead.gateway.model;

import dev.clawstead.gateway.metrics.Counts;
import dev.clawstead.gateway.metrics.Metrics;
import dev.clawstead.gateway.metrics.Timings;

/** What is counted of model calls. Labels are names of ours, never what a caller wrote. */
record ModelFigures(
    Counts calls,
    Counts refusals,
    Counts attempts,
    Counts fallbacks,
    Counts reserved,
    Counts settled,
    Timings firstByte,
    Timings total,
    Timings waits) {

  static ModelFigures of(Metrics metrics) {
    return new ModelFigures(
        metrics.counts(
            "clawstead_model_calls_total",
            "Model calls that ended.",
            "surface",
            "alias",
            "outcome"),
        metrics.counts(
            "clawstead_model_refusals_total",
            "Requests that were answered with an error of ours.",
            "protocol",
            "status"),
        metrics.counts(
            "clawstead_model_attempts_total",
            "Attempts at providers that ended.",
            "provider",
            "outcome"),
        metrics.counts(
            "clawstead_model_fallbacks_total",
            "Calls that went on to this provider after another had failed.",
            "provider"),
        metrics.counts(
            "clawstead_model_reserved_micros_total", "Budget set aside for attempts, in micros."),
        metrics.counts(
            "clawstead_model_settled_micros_total", "What attempts cost in the end, in micros."),
        metrics.timings(
            "clawstead_model_first_byte_seconds",
            "From an attempt's start to its provider's first byte.",
            "provider"),
        metrics.timings(
            "clawstead_model_attempt_seconds", "From an attempt's start to its end.", "provider"),
        metrics.timings(
            "clawstead_model_queue_wait_seconds",
            "How long calls waited for their turn among those of their agent.",
            "kind"));
  }
}
