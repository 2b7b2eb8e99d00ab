package dev.clawstead.gateway.model;

import dev.clawstead.gateway.budget.Purses;
import dev.clawstead.gateway.capture.Recorder;
import dev.clawstead.gateway.journal.Journal;
import dev.clawstead.gateway.trace.Traces;
import dev.clawstead.gateway.traffic.Traffic;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What every call works with.
 *
 * @param refused told of a key that its provider refuses, with what the provider said
 */
record Desk(
    Supplier<Shelf> shelf,
    Purses purses,
    Traffic traffic,
    ModelFigures figures,
    Traces traces,
    Recorder recorder,
    Journal journal,
    PromptSizes sizes,
    PromptCaches caches,
    Clock clock,
    Patience patience,
    BiConsumer<ProviderSecret, String> refused) {

  /**
   * How long is waited.
   *
   * @param budget for others to give back what a call needs
   * @param firstByte for a provider's first byte
   * @param nextByte for its next one
   */
  record Patience(Duration budget, Duration firstByte, Duration nextByte) {

    static Patience standard() {
      return new Patience(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60));
    }
  }
}
