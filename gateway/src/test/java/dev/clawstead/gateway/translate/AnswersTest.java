package dev.clawstead.gateway.translate;

import static dev.clawstead.gateway.translate.Fixtures.askedChat;
import static dev.clawstead.gateway.translate.Fixtures.askedMessages;
import static dev.clawstead.gateway.translate.Fixtures.assertSame;
import static dev.clawstead.gateway.translate.Fixtures.quoted;
import static dev.clawstead.gateway.translate.Fixtures.read;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class AnswersTest {

  @Test
  void anthropicsAnswerIsWhatAChatClientExpects() {
    assertSame(
        askedChat().response(read("messages-answer.json")), read("messages-answer.as-chat.json"));
  }

  @Test
  void aChatAnswerIsWhatAnAnthropicClientExpects() {
    assertSame(
        askedMessages().response(read("chat-answer.json")), read("chat-answer.as-messages.json"));
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, stop",
    "stop_sequence, stop",
    "pause_turn, stop",
    "max_tokens, length",
    "model_context_window_exceeded, length",
    "tool_use, tool_calls",
    "refusal, content_filter",
    "brand_new, stop",
  })
  void everyStopReasonHasAFinishReason(String stopReason, String finishReason) {
    ObjectNode answer = read("messages-answer.json").put("stop_reason", stopReason);

    assertThat(askedChat().response(answer).at("/choices/0/finish_reason").stringValue(""))
        .isEqualTo(finishReason);
  }

  @ParameterizedTest
  @CsvSource({
    "stop, false, end_turn",
    "stop, true, tool_use",
    "length, true, max_tokens",
    "tool_calls, true, tool_use",
    "function_call, false, end_turn",
    "content_filter, false, refusal",
    "brand_new, false, end_turn",
  })
  void everyFinishReasonHasAStopReason(String finishReason, boolean calls, String stopReason) {
    ObjectNode answer = read("chat-answer.json");
    ((ObjectNode) answer.at("/choices/0")).put("finish_reason", finishReason);
    if (!calls) {
      ((ObjectNode) answer.at("/choices/0/message")).remove("tool_calls");
    }

    assertThat(askedMessages().response(answer).path("stop_reason").stringValue(""))
        .isEqualTo(stopReason);
  }

  @Test
  void aRefusalIsToldInEitherProtocol() {
    ObjectNode refused = read("messages-answer.json").put("stop_reason", "refusal");
    refused.putObject("stop_details").put("type", "refusal").put("explanation", "No.");
    ObjectNode declined = read("chat-answer.json");
    ((ObjectNode) declined.at("/choices/0/message")).put("refusal", "No.").putNull("content");

    assertThat(askedChat().response(refused).at("/choices/0/message/refusal").stringValue(""))
        .isEqualTo("No.");
    ObjectNode message = askedMessages().response(declined);
    assertThat(message.path("stop_reason").stringValue("")).isEqualTo("refusal");
    assertThat(message.at("/content/0/text").stringValue("")).isEqualTo("No.");
  }

  @ParameterizedTest(name = "{0} of {1} read, {2} written")
  @CsvSource({"0, 0, 0", "100, 0, 0", "100, 90, 0", "100, 90, 10", "100, 0, 100"})
  void usageIsTheSameThereAndBack(long prompt, long read, long written) {
    Usage usage = new Usage(prompt - read - written, read, written, 7, 3L);

    assertThat(Usage.ofChat(usage.toChat())).isEqualTo(usage);
    assertThat(Usage.ofMessages(usage.toMessages())).isEqualTo(usage);
    assertThat(usage.toChat().path("prompt_tokens").asLong()).isEqualTo(prompt);
    assertThat(usage.toMessages().path("input_tokens").asLong()).isEqualTo(prompt - read - written);
  }

  @Test
  void usageThatDoesNotAddUpIsNeverNegative() {
    Usage usage =
        Usage.ofChat(
            quoted(
                "{'prompt_tokens': 5, 'completion_tokens': -4, 'prompt_tokens_details':"
                    + " {'cached_tokens': 9}}"));

    assertThat(usage).isEqualTo(new Usage(0, 9, 0, 0, null));
  }

  @ParameterizedTest
  @CsvSource({
    "rate_limit_error, rate_limit_exceeded",
    "overloaded_error, server_error",
    "api_error, server_error",
    "invalid_request_error, invalid_request_error",
    "billing_error, insufficient_quota",
  })
  void anErrorOfAnthropicsIsOneOfOpenAis(String type, String expected) {
    ObjectNode error =
        quoted("{'type': 'error', 'error': {'type': '" + type + "', 'message': 'Because.'}}");

    assertSame(
        askedChat().response(error),
        quoted(
            "{'error': {'message': 'Because.', 'type': '%s', 'param': null, 'code': '%s'}}"
                .formatted(expected, type)));
  }

  @ParameterizedTest
  @CsvSource({
    "rate_limit_exceeded, rate_limit_error",
    "tokens, rate_limit_error",
    "server_error, api_error",
    "invalid_request_error, invalid_request_error",
    "insufficient_quota, billing_error",
  })
  void anErrorOfOpenAisIsOneOfAnthropics(String type, String expected) {
    ObjectNode error = quoted("{'error': {'type': '" + type + "', 'message': 'Because.'}}");

    assertSame(
        askedMessages().response(error),
        quoted(
            "{'type': 'error', 'error': {'type': '%s', 'message': 'Because.'}}"
                .formatted(expected)));
  }

  @Test
  void aContentInPartsIsReadAndItsReasoningLeftOut() {
    ObjectNode answer = read("chat-answer.json");
    ((ObjectNode) answer.at("/choices/0/message"))
        .set(
            "content",
            quoted("{'c': [{'type': 'thinking'}, {'type': 'text', 'text': 'A'}]}").path("c"));

    assertThat(askedMessages().response(answer).at("/content/0/text").stringValue(""))
        .isEqualTo("A");
  }
}
