package dev.clawstead.simulators.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clawstead.simulators.provider.Providers.Reply;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Asks OpenAI's part for everything there is and holds each answer against the description. */
class OpenAiDescriptionTest {

  private static final Providers PROVIDERS = new Providers();
  private static final String TOOLS =
      "'tools': [{'type': 'function', 'function': {'name': 'look'}},"
          + " {'type': 'function', 'name': 'look', 'parameters': {}, 'strict': false}]";
  private static final List<String> REQUESTS =
      List.of(
          "'say 5 words'",
          "'call the tool look with {\\\"a\\\": 1} and call the tool look', " + TOOLS,
          "'say 500 words', 'max_completion_tokens': 100, 'max_output_tokens': 100",
          "'say 5 words', 'reasoning_effort': 'none', 'reasoning': {'effort': 'none'}");
  private static OpenAiDescription description;

  @BeforeAll
  static void read() throws IOException {
    assumeTrue(
        OpenAiDescription.isPresent(),
        () -> "the vendor's description is absent: " + OpenAiDescription.FILE.toAbsolutePath());
    description = new OpenAiDescription();
  }

  @AfterAll
  static void close() {
    PROVIDERS.close();
  }

  @Test
  void chatCompletionsAreAsDescribed() throws IOException {
    for (String content : REQUESTS) {
      Reply whole = PROVIDERS.post(Providers.CHAT, chat(content));
      assertThat(whole.status()).isEqualTo(200);
      description.check("CreateChatCompletionResponse", whole.body());
      Reply streamed =
          PROVIDERS.post(
              Providers.CHAT,
              chat(content + ", 'stream': true, 'stream_options': {'include_usage': true}"));
      assertThat(streamed.events()).hasSizeGreaterThan(3);
      for (JsonNode chunk : streamed.events()) {
        description.check("CreateChatCompletionStreamResponse", chunk);
      }
    }
  }

  @Test
  void responsesAreAsDescribed() throws IOException {
    for (String content : REQUESTS) {
      String body = "{'model': 'gpt-5.1', 'input': " + content;
      Reply whole = PROVIDERS.post(Providers.RESPONSES, body + "}");
      assertThat(whole.status()).isEqualTo(200);
      description.check("Response", whole.body());
      for (JsonNode event :
          PROVIDERS.post(Providers.RESPONSES, body + ", 'stream': true}").events()) {
        description.check(schema(event.path("type").asText()), event);
      }
    }
  }

  @Test
  void embeddingsModelsAndErrorsAreAsDescribed() throws IOException {
    Reply embedded =
        PROVIDERS.post(
            "/openai/v1/embeddings", "{'model': 'text-embedding-3-small', 'input': ['a', 'b']}");
    description.check("CreateEmbeddingResponse", embedded.body());
    assertThat(embedded.body().at("/data/1/embedding")).hasSize(1536);
    description.check("ListModelsResponse", PROVIDERS.get("/openai/v1/models").body());
    description.check("Model", PROVIDERS.get("/openai/v1/models/gpt-5.1").body());
    for (String body : List.of("{", "{}", "{'model': 'none', 'messages': [{'role': 'user'}]}")) {
      Reply refused = PROVIDERS.post(Providers.CHAT, body);
      assertThat(refused.status()).isBetween(400, 404);
      description.check("ErrorResponse", refused.body());
    }
  }

  /** The rest of a request after its text; both dialects' settings at once, one is ignored. */
  private static String chat(String request) {
    int end = request.indexOf("', '");
    String text = end < 0 ? request : request.substring(0, end + 1);
    String rest = end < 0 ? "" : request.substring(end + 1);
    return "{'model': 'gpt-5.1', 'messages': [{'role': 'user', 'content': "
        + text
        + "}]"
        + rest
        + "}";
  }

  private static String schema(String event) {
    return switch (event) {
      case "response.created" -> "ResponseCreatedEvent";
      case "response.in_progress" -> "ResponseInProgressEvent";
      case "response.output_item.added" -> "ResponseOutputItemAddedEvent";
      case "response.output_item.done" -> "ResponseOutputItemDoneEvent";
      case "response.content_part.added" -> "ResponseContentPartAddedEvent";
      case "response.content_part.done" -> "ResponseContentPartDoneEvent";
      case "response.output_text.delta" -> "ResponseTextDeltaEvent";
      case "response.output_text.done" -> "ResponseTextDoneEvent";
      case "response.function_call_arguments.delta" -> "ResponseFunctionCallArgumentsDeltaEvent";
      case "response.function_call_arguments.done" -> "ResponseFunctionCallArgumentsDoneEvent";
      case "response.completed" -> "ResponseCompletedEvent";
      case "response.incomplete" -> "ResponseIncompleteEvent";
      default -> throw new AssertionError("nobody describes " + event);
    };
  }
}
