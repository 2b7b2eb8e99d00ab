package dev.clawstead.gateway.model;

import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.CallKind;
import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.Surface;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One model call as it came in, whole.
 *
 * @param id the caller's X-Request-ID, or one of ours
 * @param kind whether a person waits for it
 * @param body owned by the call, which releases it
 */
record ModelRequest(
    String id,
    Surface surface,
    HttpHeaders headers,
    Purse purse,
    CallKind kind,
    Ask ask,
    ByteBuf body) {

  private static final String TRACE = "traceparent";
  private static final Pattern PARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  /** The traceparent of an attempt, which is a span of its own in the caller's trace, or null. */
  @Nullable String traceOf(UUID attempt) {
    String trace = trace();
    String parent = headers.get(TRACE, "");
    return trace == null
        ? null
        : "00-"
            + trace
            + '-'
            + HexFormat.of().toHexDigits(attempt.getLeastSignificantBits())
            + parent.substring(52, 55);
  }

  /** The trace id of a traceparent header (W3C Trace Context, section 3.2), or null. */
  @Nullable String trace() {
    String parent = headers.get(TRACE);
    return parent != null && PARENT.matcher(parent).matches() ? parent.substring(3, 35) : null;
  }
}
