package dev.clawstead.gateway.model;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a provider's error means to us. The one place that says so (platform.openai.com/docs/guides/
 * error-codes, docs.anthropic.com/en/api/errors).
 */
final class ProviderErrors {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MESSAGE_MAX = 500;

  private ProviderErrors() {}

  static Reading read(int status, ByteBuf body) {
    JsonNode error = parse(body).path("error");
    String code = error.path("code").asString("");
    String type = error.path("type").asString("");
    String message = error.path("message").asString("");
    String short_ = message.length() > MESSAGE_MAX ? message.substring(0, MESSAGE_MAX) : message;
    String problem = status + (type.isEmpty() ? "" : " " + type);
    return switch (status) {
      case 401, 402, 403 -> new Reading.KeyRefused(problem);
      case 429 ->
          code.equals("insufficient_quota") || type.equals("insufficient_quota")
              ? new Reading.KeyRefused(problem)
              : new Reading.Trouble(problem);
      case 400 ->
          // Anthropic says with a 400 that the credit is used up.
          message.contains("credit balance")
              ? new Reading.KeyRefused(problem)
              : new Reading.RequestWrong(short_.isEmpty() ? "The provider refused it." : short_);
      case 413, 422 ->
          new Reading.RequestWrong(short_.isEmpty() ? "The provider refused it." : short_);
      default -> new Reading.Trouble(problem);
    };
  }

  private static JsonNode parse(ByteBuf body) {
    try {
      return JSON.readTree(body.toString(StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }

  /** What to do about it. */
  sealed interface Reading {

    /** The key is void, or its money is used up: only people mend that. */
    record KeyRefused(String problem) implements Reading {}

    /** It may be well again soon; another provider may be well now. */
    record Trouble(String problem) implements Reading {}

    /** The request is at fault; {@code message} tells its author why. */
    record RequestWrong(String message) implements Reading {}
  }
}
