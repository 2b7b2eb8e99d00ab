package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.state.Json;
import java.time.Instant;

/** One request that named a good key, as it ended. */
record Attempt(Caller caller, int status, Outcome outcome, Usage usage, long atMillis, int millis) {

  /** Who asked for what; the ids are the ones that the caller sent. */
  record Caller(
      Vendor vendor,
      String key,
      String model,
      String path,
      boolean streamed,
      String requestId,
      String attempt) {}

  ObjectNode json() {
    return Json.object()
        .put("at", Instant.ofEpochMilli(atMillis).toString())
        .put("vendor", caller.vendor().word())
        .put("key", caller.key())
        .put("model", caller.model())
        .put("path", caller.path())
        .put("streamed", caller.streamed())
        .put("status", status)
        .put("outcome", outcome.word())
        .put("input", usage.input())
        .put("cached", usage.cached())
        .put("cacheWrite", usage.cacheWrite())
        .put("output", usage.output())
        .put("reasoning", usage.reasoning())
        .put("requestId", caller.requestId())
        .put("attempt", caller.attempt())
        .put("ms", millis);
  }
}
