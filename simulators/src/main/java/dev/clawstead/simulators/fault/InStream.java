package dev.clawstead.simulators.fault;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a rule says about an answer that is sent in pieces: where it strikes, how long it stalls (0:
 * until the rule is gone), how far the pieces are apart.
 */
public record InStream(int afterChunks, long stallMillis, long chunkDelayMillis) {

  static InStream of(JsonNode rule) {
    return new InStream(
        rule.path("afterChunks").asInt(1),
        rule.path("stallMs").asLong(0),
        rule.path("chunkDelayMs").asLong(0));
  }
}
