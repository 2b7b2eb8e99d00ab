package dev.clawstead.gateway.trace;

import dev.clawstead.db.spending.Attempt.Result;
import org.jspecify.annotations.Nullable;

/** One attempt's place in a trace. */
public interface AttemptTrace {

  /** The {@code traceparent} header for the provider, or null when there is no trace. */
  @Nullable String header();

  /** The attempt is over; said once. The words of its problem are not told. */
  void end(Result result);
}
