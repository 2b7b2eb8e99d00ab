package dev.clawstead.gateway.translate;

import org.jspecify.annotations.Nullable;

/**
 * One server-sent event.
 *
 * @param name null where the protocol does not name its events
 */
public record SseEvent(@Nullable String name, String data) {}
