package dev.clawstead.simulators.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.clawstead.simulators.provider.Providers.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FaultsTest {

  private static final String STREAM =
      "{'model': 'gpt-4.1-mini', 'stream': true, 'stream_options': {'include_usage': true},"
          + " 'messages': [{'role': 'user', 'content': 'say 8 words'}]}";
  private static final String WHOLE = STREAM.replace("'stream': true, ", "");
  private static final String MESSAGE =
      "{'model': 'claude-haiku-4-5', 'max_tokens': 99, 'stream': true,"
          + " 'messages': [{'role': 'user', 'content': 'say 8 words'}]}";

  private final Providers providers = new Providers();

  @AfterEach
  void close() {
    providers.close();
  }

  @ParameterizedTest
  @CsvSource({
    "401, '', invalid_request_error",
    "402, '', insufficient_quota",
    "403, '', invalid_request_error",
    "429, '', requests",
    "429, insufficient_quota, insufficient_quota",
    "500, '', server_error",
  })
  void refusesInOpenAisForm(int status, String code, String type) throws IOException {
    providers.order("{'status': " + status + ", 'code': '" + code + "'}");

    Reply refused = providers.post(Providers.CHAT, WHOLE);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.text("/error/type")).isEqualTo(type);
    assertThat(refused.raw().headers().firstValue("Retry-After")).isEmpty();
    assertThat(providers.post(Providers.CHAT, WHOLE).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "401, authentication_error",
    "402, billing_error",
    "403, permission_error",
    "429, rate_limit_error",
    "500, api_error",
    "529, overloaded_error",
  })
  void refusesInAnthropicsForm(int status, String type) throws IOException {
    providers.order("{'status': " + status + ", 'retryAfter': 7}");

    Reply refused = providers.post(Providers.MESSAGES, MESSAGE);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.text("/error/type")).isEqualTo(type);
    assertThat(refused.raw().headers().firstValue("Retry-After")).hasValue("7");
  }

  @Test
  void aKeyDiesAndComesBackWhileOthersLive() throws IOException {
    providers.order("{'match': {'key': '^sk-openai$'}, 'times': 0, 'status': 401}");
    providers.order("{'match': {'model': 'claude'}, 'times': 0, 'status': 529}");

    assertThat(providers.post(Providers.CHAT, WHOLE).status()).isEqualTo(401);
    assertThat(providers.post(Providers.CHAT, WHOLE, "Authorization", "Bearer sk-other").status())
        .isEqualTo(200);
    assertThat(providers.delete("/faults?id=1").status()).isEqualTo(204);
    assertThat(providers.post(Providers.CHAT, WHOLE).status()).isEqualTo(200);
    assertThat(providers.post(Providers.MESSAGES, MESSAGE).status()).isEqualTo(529);
    assertThat(providers.delete("/faults?id=1").status()).isEqualTo(404);
    assertThat(providers.post("/faults", "{'match': {'moon': 'full'}}").status()).isEqualTo(422);
  }

  @Test
  void cutsAStreamAfterSoManyChunksAndBillsWhatWasSent() throws IOException {
    providers.order("{'effect': 'cut', 'afterChunks': 3}");

    try (BufferedReader lines = open(STREAM)) {
      assertThatThrownBy(() -> lines.lines().forEach(line -> {}))
          .hasRootCauseInstanceOf(IOException.class);
    }

    JsonNode bill = providers.bill("gpt-4.1-mini");
    assertThat(bill.path("cutByUs").asInt()).isOne();
    // "alpha bravo charlie" are 19 bytes.
    assertThat(bill.path("output").asInt()).isEqualTo(5);
  }

  @Test
  void stallsInMidStreamUntilTheFaultsAreCleared() throws IOException {
    providers.order("{'effect': 'stall', 'afterChunks': 2}");
    try (BufferedReader lines = open(STREAM)) {
      assertThat(content(lines)).isEmpty();
      assertThat(content(lines)).isEqualTo("alpha");
      assertThat(content(lines)).isEqualTo(" bravo");
      CompletableFuture<String> next = CompletableFuture.supplyAsync(() -> content(lines));
      assertThat(next).isNotDone();
      assertThat(providers.get("/truth").body().path("open").asInt()).isOne();

      providers.delete("/faults");

      assertThat(next.join()).isEqualTo(" charlie");
    }
  }

  @Test
  void stallsForAWhile() throws IOException {
    providers.order("{'effect': 'stall', 'afterChunks': 0, 'stallMs': 50}");

    long before = System.nanoTime();
    Reply reply = providers.post(Providers.CHAT, STREAM);

    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(50_000_000);
    assertThat(reply.raw().body()).endsWith("[DONE]\n\n");
  }

  @Test
  void isLateWithTheFirstByteAndPausesBetweenChunks() throws IOException {
    providers.order("{'effect': 'slow', 'delayMs': 60, 'chunkDelayMs': 5}");

    long before = System.nanoTime();
    Reply reply = providers.post(Providers.CHAT, STREAM);

    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo((60 + 7 * 5) * 1_000_000L);
    assertThat(reply.joined("/choices/0/delta/content").split(" ")).hasSize(8);
  }

  @Test
  void pausesBetweenChunksWhenTheRequestAsksForIt() throws IOException {
    long before = System.nanoTime();
    providers.post(Providers.CHAT, STREAM, "x-simulate-chunk-delay-ms", "10");

    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(70_000_000);
    assertThat(providers.post(Providers.CHAT, STREAM, "x-simulate-chunk-delay-ms", "soon").status())
        .isEqualTo(400);
  }

  @Test
  void keepsTheUsageToItself() throws IOException {
    providers.order("{'effect': 'noUsage', 'times': 4}");

    assertThat(providers.post(Providers.CHAT, STREAM).raw().body()).doesNotContain("prompt_tokens");
    assertThat(providers.post(Providers.CHAT, WHOLE).body().has("usage")).isFalse();
    assertThat(providers.post(Providers.MESSAGES, MESSAGE).raw().body())
        .doesNotContain("input_tokens");
    String response = "{'model': 'gpt-5.1', 'input': 'hi'}";
    assertThat(providers.post(Providers.RESPONSES, response).body().has("usage")).isFalse();
    assertThat(providers.bill("gpt-4.1-mini").path("output").asInt()).isPositive();
  }

  @Test
  void sendsOneBrokenChunkAmongGoodOnes() throws IOException {
    providers.order("{'effect': 'malformedChunk', 'afterChunks': 2}");

    Reply reply = providers.post(Providers.CHAT, STREAM);

    assertThatThrownBy(reply::events).isInstanceOf(JsonProcessingException.class);
    assertThat(reply.raw().body()).contains("\" delta\"").endsWith("[DONE]\n\n");
    assertThat(reply.raw().body()).doesNotContain("\" charlie\"");
  }

  @Test
  void losesTheAnswerToWorkThatIsBilled() throws IOException {
    providers.order("{'effect': 'lostAnswer', 'after': true}");

    assertThatThrownBy(() -> providers.post(Providers.CHAT, STREAM))
        .isInstanceOf(IOException.class);

    assertThat(providers.bill("gpt-4.1-mini").path("cutByUs").asInt()).isOne();
    assertThat(providers.bill("gpt-4.1-mini").path("output").asInt()).isPositive();
  }

  private BufferedReader open(String body) throws IOException {
    return new BufferedReader(
        new InputStreamReader(providers.open(Providers.CHAT, body).body(), StandardCharsets.UTF_8));
  }

  /** The text of the next chunk. */
  private static String content(BufferedReader lines) {
    try {
      String line = lines.readLine();
      while (line != null && !line.startsWith("data: ")) {
        line = lines.readLine();
      }
      return line == null ? "" : line.replaceAll(".*\"content\":\"([^\"]*)\".*", "$1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
