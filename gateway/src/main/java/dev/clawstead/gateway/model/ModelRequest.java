package dev.clawstead.gateway.model;

import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.CallKind;
import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.Surface;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One model call as it came in, whole.
 *
 * @param id the caller's X-Request-ID, or one of ours
 * @param body owned by the call, which releases it
 */
record ModelRequest(
    String id, Surface surface, HttpHeaders headers, Purse purse, Ask ask, ByteBuf body) {

  private static final String TRACE = "traceparent";
  private static final String KIND = "X-Clawstead-Kind";

  /** Whoever calls in the background says so, and waits behind people. */
  CallKind kind() {
    return "background".equalsIgnoreCase(headers.get(KIND)) ? CallKind.BACKGROUND : CallKind.PERSON;
  }

  /** The trace id of a traceparent header (W3C Trace Context, section 3.2), or null. */
  @Nullable String trace() {
    String parent = headers.get(TRACE);
    return parent != null && parent.matches("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
        ? parent.substring(3, 35)
        : null;
  }
}
