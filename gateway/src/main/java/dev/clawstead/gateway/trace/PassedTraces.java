package dev.clawstead.gateway.trace;

import dev.clawstead.db.spending.Attempt.Result;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes an attempt a span of its own in its caller's trace, of which only others may tell. */
final class PassedTraces implements Traces {

  @Override
  public CallTrace begin(Call call) {
    return new Passed(TraceParent.read(call.parent()));
  }

  @Override
  public void close() {}

  private record Passed(@Nullable TraceParent parent) implements CallTrace {

    @Override
    public @Nullable String id() {
      return parent == null ? null : parent.trace();
    }

    @Override
    public AttemptTrace attempt(UUID id, Asked asked) {
      return new PassedAttempt(parent == null ? null : within(parent, id));
    }

    private static String within(TraceParent parent, UUID attempt) {
      String span = HexFormat.of().toHexDigits(attempt.getLeastSignificantBits());
      return new TraceParent(parent.trace(), span, parent.flags()).header();
    }

    @Override
    public void end(String alias, String outcome, int status) {}
  }

  private record PassedAttempt(@Nullable String header) implements AttemptTrace {

    @Override
    public void end(Result result) {}
  }
}
