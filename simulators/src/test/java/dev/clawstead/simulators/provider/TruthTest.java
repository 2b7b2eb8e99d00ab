package dev.clawstead.simulators.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clawstead.simulators.provider.Providers.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the vendors would invoice. */
@Timeout(120)
class TruthTest {

  private static final String STREAM =
      "{'model': 'gpt-5-mini', 'stream': true, 'stream_options': {'include_usage': true},"
          + " 'messages': [{'role': 'user', 'content': 'say %d words'}]}";

  private final Providers providers = new Providers();

  @AfterEach
  void close() {
    providers.close();
  }

  @Test
  void addsUpToWhatTheAnswersSaid() throws Exception {
    long output = 0;
    long input = 0;
    List<Callable<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String body = STREAM.formatted(20 + i);
      calls.add(() -> providers.post(Providers.CHAT, body, "x-simulate-chunk-delay-ms", "2"));
    }
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Reply> reply : all.invokeAll(calls)) {
        JsonNode usage = reply.get().events().getLast().path("usage");
        output += usage.path("completion_tokens").asLong();
        input += usage.path("prompt_tokens").asLong();
      }
    }

    JsonNode bill = providers.bill("gpt-5-mini");
    assertThat(bill.path("calls").asInt()).isEqualTo(200);
    assertThat(bill.path("finished").asInt()).isEqualTo(200);
    assertThat(bill.path("output").asLong()).isEqualTo(output);
    assertThat(bill.path("input").asLong()).isEqualTo(input);
    assertThat(bill.path("reasoning").asLong()).isEqualTo(200 * 64);
    assertThat(providers.get("/truth").body().path("open").asInt()).isZero();
  }

  @Test
  void billsWhoHangsUpForWhatWasGeneratedUntilThen() throws IOException {
    try (InputStream stream =
        providers
            .open(Providers.CHAT, STREAM.formatted(5000), "x-simulate-chunk-delay-ms", "5")
            .body()) {
      assertThat(stream.read()).isEqualTo('d');
    }

    providers.settled();

    JsonNode bill = providers.bill("gpt-5-mini");
    assertThat(bill.path("cutByClient").asInt()).isOne();
    assertThat(bill.path("finished").asInt()).isZero();
    assertThat(bill.path("output").asInt()).isBetween(64, 2000);
  }

  @Test
  void tellsEveryAttemptWithTheIdsThatCameWithIt() throws IOException {
    providers.post(
        Providers.CHAT, STREAM.formatted(3), "X-Request-ID", "run:1", "X-Clawstead-Attempt", "a-1");
    providers.order("{'status': 429}");
    providers.post(Providers.CHAT, STREAM.formatted(3), "X-Clawstead-Attempt", "a-2");

    List<JsonNode> attempts = providers.attempts();

    assertThat(attempts).hasSize(2);
    assertThat(attempts.getFirst().path("requestId").asText()).isEqualTo("run:1");
    assertThat(attempts.getFirst().path("attempt").asText()).isEqualTo("a-1");
    assertThat(attempts.getFirst().path("outcome").asText()).isEqualTo("finished");
    assertThat(attempts.getLast().path("attempt").asText()).isEqualTo("a-2");
    assertThat(attempts.getLast().path("outcome").asText()).isEqualTo("refused");
    assertThat(attempts.getLast().path("status").asInt()).isEqualTo(429);
    assertThat(attempts.getLast().path("output").asInt()).isZero();
  }

  @Test
  void keepsKeysApart() throws IOException {
    providers.post(Providers.CHAT, STREAM.formatted(3));
    providers.post(Providers.CHAT, STREAM.formatted(3), "Authorization", "Bearer sk-other");

    JsonNode lines = providers.get("/truth").body().path("providers");

    assertThat(lines.findValuesAsText("key")).containsExactly("sk-openai", "sk-other");
    assertThat(lines.findValuesAsText("calls")).containsExactly("1", "1");
  }

  @Test
  void forgetsEverythingWhenAskedTo() throws IOException {
    providers.post(Providers.CHAT, STREAM.formatted(3));

    assertThat(providers.delete("/truth").status()).isEqualTo(204);

    assertThat(providers.get("/truth").body().path("providers")).isEmpty();
    assertThat(providers.attempts()).isEmpty();
    assertThat(providers.post("/truth", "{}").status()).isEqualTo(405);
  }
}
