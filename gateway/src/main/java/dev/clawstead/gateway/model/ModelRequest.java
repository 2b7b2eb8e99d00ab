package dev.clawstead.gateway.model;

import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.CallKind;
import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.Surface;
import dev.clawstead.gateway.trace.CallTrace;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

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
    ByteBuf body,
    CallTrace trace) {}
