package dev.clawstead.gateway.translate;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Translates one streamed answer, event by event, and keeps no more of it than it must. */
public interface StreamTranslation {

  /** Gives {@code out} what the client is to be sent for one event of the provider, if anything. */
  void event(@Nullable String name, String data, Consumer<SseEvent> out);

  /**
   * Says that the provider sends no more. Where its answer was not complete the client gets an
   * error in its own protocol, never what looks like a finish.
   */
  void end(Consumer<SseEvent> out);
}
