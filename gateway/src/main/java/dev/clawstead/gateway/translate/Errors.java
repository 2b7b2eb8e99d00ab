package dev.clawstead.gateway.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Errors in either protocol's form, as a body or in the middle of a stream.
 *
 * <p>Sources: platform.claude.com/docs/en/api/errors; platform.openai.com/docs/guides/error-codes;
 * openai.json (ErrorResponse).
 */
final class Errors {

  private static final String ENDED_EARLY =
      "The model provider's answer ended before it was complete. Try again.";
  private static final String UNREADABLE =
      "The model provider's answer could not be read. Try again.";

  private Errors() {}

  static ObjectNode chatEndedEarly() {
    return chat("server_error", "stream_ended_early", ENDED_EARLY);
  }

  static ObjectNode chatUnreadable() {
    return chat("server_error", "stream_unreadable", UNREADABLE);
  }

  static ObjectNode messagesEndedEarly() {
    return messages("api_error", ENDED_EARLY);
  }

  static ObjectNode messagesUnreadable() {
    return messages("api_error", UNREADABLE);
  }

  /** {@code {"type": "error", "error": {...}}} in OpenAI's form; its type is kept as the code. */
  static ObjectNode toChat(JsonNode body) {
    JsonNode error = body.path("error");
    String type = Json.text(error, "type");
    String said =
        switch (type) {
          case "rate_limit_error" -> "rate_limit_exceeded";
          case "billing_error" -> "insufficient_quota";
          case "not_found_error", "request_too_large" -> "invalid_request_error";
          case "invalid_request_error", "authentication_error", "permission_error" -> type;
          // api_error, overloaded_error, timeout_error and what may be added.
          default -> "server_error";
        };
    return chat(said, type, message(error));
  }

  /** {@code {"error": {...}}} in Anthropic's form. */
  static ObjectNode toMessages(JsonNode body) {
    JsonNode error = body.path("error");
    String type = Json.text(error, "type");
    String said =
        switch (type) {
          case "rate_limit_exceeded", "tokens", "requests" -> "rate_limit_error";
          case "insufficient_quota" -> "billing_error";
          case "invalid_request_error",
              "authentication_error",
              "permission_error",
              "not_found_error",
              "rate_limit_error",
              "overloaded_error" ->
              type;
          default -> "api_error";
        };
    return messages(said, message(error));
  }

  private static ObjectNode chat(String type, String code, String message) {
    ObjectNode body = Json.object();
    ObjectNode error = body.putObject("error");
    error.put("message", message).put("type", type).putNull("param");
    if (code.isEmpty()) {
      error.putNull("code");
    } else {
      error.put("code", code);
    }
    return body;
  }

  private static ObjectNode messages(String type, String message) {
    ObjectNode body = Json.typed("error");
    body.putObject("error").put("type", type).put("message", message);
    return body;
  }

  private static String message(JsonNode error) {
    // Some compatible providers answer with a bare text.
    String message = error.isString() ? error.stringValue("") : Json.text(error, "message");
    return message.isEmpty() ? "The model provider answered with an error." : message;
  }
}
