package dev.clawstead.simulators.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clawstead.simulators.provider.Providers.Reply;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the vendors differ, and what they refuse. */
class VendorsTest {

  private static final String XAI = "/xai/v1/chat/completions";
  private static final String GOOGLE = "/google/v1beta/openai/chat/completions";

  private final Providers providers = new Providers();

  @AfterEach
  void close() {
    providers.close();
  }

  @Test
  void xaiCountsReasoningBesideTheCompletion() throws IOException {
    JsonNode usage = providers.post(XAI, hello("grok-4")).body().path("usage");

    int reasoning = usage.at("/completion_tokens_details/reasoning_tokens").asInt();
    assertThat(reasoning).isEqualTo(64);
    assertThat(usage.path("completion_tokens").asInt()).isLessThan(64);
    assertThat(usage.path("total_tokens").asInt())
        .isEqualTo(
            usage.path("prompt_tokens").asInt()
                + usage.path("completion_tokens").asInt()
                + reasoning);
    assertThat(providers.bill("grok-4").path("output").asInt())
        .isEqualTo(usage.path("completion_tokens").asInt() + reasoning);
  }

  @Test
  void googleHidesThoughtsInTheTotal() throws IOException {
    JsonNode usage = providers.post(GOOGLE, hello("gemini-2.5-pro")).body().path("usage");

    assertThat(usage.size()).isEqualTo(3);
    assertThat(
            usage.path("total_tokens").asInt()
                - usage.path("prompt_tokens").asInt()
                - usage.path("completion_tokens").asInt())
        .isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource({
    "/openai/v1/models, Authorization, 401, /error/code, invalid_api_key",
    "/compatible/v1/models, Authorization, 401, /error/code, invalid_api_key",
    "/xai/v1/models, Authorization, 400, /code, Client specified an invalid argument",
    "/google/v1beta/openai/models, Authorization, 400, /0/error/status, INVALID_ARGUMENT",
    "/anthropic/v1/messages, x-api-key, 401, /error/type, authentication_error",
  })
  void aBadKeyIsRefusedAsTheVendorDoes(
      String path, String header, int status, String pointer, String value) throws IOException {
    Reply refused = providers.post(path, "{}", header, "Bearer nobody");

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.text(pointer)).isEqualTo(value);
    assertThat(providers.get("/truth").body().path("providers")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | 400 | We could not parse the JSON body",
        "[] | 400 | not a JSON object",
        "{} | 400 | you must provide a model parameter",
        "{'model': 'gpt-5.1'} | 400 | Missing required parameter: 'messages'.",
        "{'model': 'gpt-5.1', 'messages': []} | 400 | Invalid 'messages': empty array.",
        "{'model': 'gpt-5.1', 'messages': 'hi'} | 400 | expected an array",
        "{'model': 'gpt-5.1', 'messages': ['hi']} | 400 | expected an object",
        "{'model': 'gpt-5.1', 'messages': [{'role': 'boss'}]} | 400 | 'messages[0].role'",
        "{'model': 'gpt-9', 'messages': [{'role': 'user'}]} | 404 | `gpt-9` does not exist",
        "{'model': 'text-embedding-3-small', 'messages': [{'role': 'user'}]} | 404 | not a chat model",
        "{'model': 'gpt-5.1', 'messages': [{'role': 'user'}], 'max_tokens': 0} | 400 | below minimum",
        "{'model': 'gpt-5.1', 'messages': [{'role': 'user'}], 'max_tokens': 'x'} | 400 | expected an integer",
        "{'model': 'gpt-5.1', 'messages': [{'role': 'user'}], 'stream': 'x'} | 400 | expected a boolean",
        "{'model': 'gpt-5.1', 'messages': [{'role': 'user'}], 'temperature': 3} | 400 | above maximum",
      })
  void badInputIsRefusedInOpenAisWords(String body, int status, String words) throws IOException {
    Reply refused = providers.post(Providers.CHAT, body);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.text("/error/message")).contains(words);
    assertThat(refused.text("/error/type")).isEqualTo("invalid_request_error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | 400 | not valid JSON",
        "{'model': 'claude-haiku-4-5', 'messages': [{'role': 'user'}]} | 400 | max_tokens: Field required",
        "{'model': 'claude-haiku-4-5', 'max_tokens': 9} | 400 | messages: Field required",
        "{'model': 'claude-haiku-4-5', 'max_tokens': 9, 'messages': []} | 400 | at least one message",
        "{'model': 'claude-haiku-4-5', 'max_tokens': 0, 'messages': [{'role': 'user'}]} | 400 | greater than",
        "{'model': 'claude-1', 'max_tokens': 9, 'messages': [{'role': 'user'}]} | 404 | model: claude-1",
      })
  void badInputIsRefusedInAnthropicsWords(String body, int status, String words)
      throws IOException {
    Reply refused = providers.post(Providers.MESSAGES, body);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.text("/type")).isEqualTo("error");
    assertThat(refused.text("/error/message")).contains(words);
    assertThat(refused.text("/request_id"))
        .isEqualTo(refused.raw().headers().firstValue("request-id").orElseThrow());
  }

  @Test
  void anthropicWantsToKnowTheVersionAndTakesABearer() throws IOException {
    Reply blank = providers.post(Providers.MESSAGES, "{}", "anthropic-version", "");
    Reply bearer =
        providers.post(
            Providers.MESSAGES, "{}", "x-api-key", "", "Authorization", "Bearer sk-anthropic");

    assertThat(blank.text("/error/message")).isEqualTo("anthropic-version: header is required");
    assertThat(bearer.text("/error/message")).isEqualTo("model: Field required");
  }

  @Test
  void countingTokensIsFreeAndAgreesWithTheBill() throws IOException {
    String body =
        "{'model': 'claude-haiku-4-5', 'max_tokens': 50, 'system': 'Be kind.',"
            + " 'messages': [{'role': 'user', 'content': 'hi'}]}";

    int counted =
        providers
            .post("/anthropic/v1/messages/count_tokens", body)
            .body()
            .path("input_tokens")
            .asInt();

    assertThat(providers.bill("claude-haiku-4-5").isMissingNode()).isTrue();
    providers.post(Providers.MESSAGES, body);
    assertThat(providers.bill("claude-haiku-4-5").path("input").asInt()).isEqualTo(counted);
  }

  @Test
  void everyVendorListsItsModels() throws IOException {
    for (String base :
        List.of(
            "/openai/v1", "/xai/v1", "/google/v1beta/openai", "/compatible/v1", "/anthropic/v1")) {
      String first = providers.get(base + "/models").text("/data/0/id");
      assertThat(providers.get(base + "/models/" + first).text("/id")).isEqualTo(first);
    }
    assertThat(providers.get("/openai/v1/models/none").status()).isEqualTo(404);
    assertThat(providers.get("/openai/v1/files").status()).isEqualTo(404);
    assertThat(providers.get("/nobody/v1/models").status()).isEqualTo(404);
  }

  @Test
  void keysThatNobodyCanReadAreRefusedAtTheStart() {
    assertThatThrownBy(() -> ProvidersSettings.of("openai=a,acme=b")).hasMessageContaining("acme");
    assertThatThrownBy(() -> ProvidersSettings.of("openai=")).hasMessageContaining("empty");
    assertThat(ProvidersSettings.of("openai=a, openai=b").letsIn(Vendor.OPENAI, "b")).isTrue();
    assertThat(ProvidersSettings.of("").letsIn(Vendor.OPENAI, "")).isFalse();
  }

  private static String hello(String model) {
    return "{'model': '" + model + "', 'messages': [{'role': 'user', 'content': 'hi'}]}";
  }
}
