package dev.clawstead.simulators.provider;

import dev.clawstead.simulators.http.Request;

/**
 * What a load test sets for one request: {@code x-simulate-chunks}, the number of pieces of text
 * (0: a word each), and {@code x-simulate-chunk-delay-ms}, the pause between them.
 */
record Knobs(int chunks, int chunkDelayMillis) {

  static Knobs of(Request request) {
    return new Knobs(
        number(request, "x-simulate-chunks"), number(request, "x-simulate-chunk-delay-ms"));
  }

  private static int number(Request request, String name) {
    String value = request.header(name).orElse("0");
    if (!value.matches("[0-9]{1,6}")) {
      throw new ProviderError(400, null, name, name + " must be a number of at most six digits");
    }
    return Integer.parseInt(value);
  }
}
