package dev.clawstead.simulators.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.state.Json;
import java.util.List;

/** The calls one by one, a JSON object a line. */
final class Bill {

  private static final ObjectMapper JSON = Json.mapper();

  private Bill() {}

  static Answer lines(List<Attempt> attempts) {
    return Answer.flowing(
        "application/x-ndjson",
        out -> {
          for (Attempt attempt : attempts) {
            out.frame((JSON.writeValueAsString(attempt.json()) + "\n").getBytes(UTF_8));
          }
        });
  }
}
