package dev.clawstead.gateway.trace;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One call's place in a trace. Used by the call's own event loop only. */
public interface CallTrace {

  /** The id of the trace it is part of, 32 hexadecimal digits; null when it is part of none. */
  @Nullable String id();

  /** An attempt at a provider begins. */
  AttemptTrace attempt(UUID id, Asked asked);

  /**
   * The call is over; said once.
   *
   * @param alias the name it asked for; empty for one that does not exist
   * @param outcome in the word under which it is counted
   * @param status what the caller was answered, or 0 when it heard nothing
   */
  void end(String alias, String outcome, int status);

  /**
   * What a provider is asked for.
   *
   * @param operation in the words of OpenTelemetry: {@code chat}, {@code embeddings}
   * @param host of its address
   */
  record Asked(String operation, String provider, String model, String host, int port) {}
}
