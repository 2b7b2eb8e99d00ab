package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.state.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How each vendor words a refusal.
 *
 * <p>OpenAI: {@code {"error": {message, type, param, code}}} (platform.openai.com,
 * guides/error-codes). Anthropic: {@code {"type": "error", "error": {type, message}, request_id}}
 * (docs.claude.com, api/errors). xAI: {@code {"code", "error"}} with a bad key as 400. Google's
 * compatible endpoint: a list with one Google RPC status, a bad key as 400 too.
 */
final class ErrorForm {

  private ErrorForm() {}

  static Answer of(Vendor vendor, ProviderError error) {
    return switch (vendor) {
      case OPENAI, COMPATIBLE -> openai(error);
      case XAI -> xai(error);
      case GOOGLE -> google(error);
      case ANTHROPIC -> anthropic(error);
    };
  }

  static ProviderError badKey(Vendor vendor, String key) {
    return switch (vendor) {
      case OPENAI, COMPATIBLE ->
          new ProviderError(
              401,
              "invalid_api_key",
              null,
              "Incorrect API key provided: "
                  + masked(key)
                  + ". You can find your API key at https://platform.openai.com/account/api-keys.");
      case XAI ->
          new ProviderError(
              400,
              null,
              null,
              "Incorrect API key provided: "
                  + masked(key)
                  + ". You can obtain an API key from https://console.x.ai.");
      case GOOGLE ->
          new ProviderError(400, null, null, "API key not valid. Please pass a valid API key.");
      case ANTHROPIC -> new ProviderError(401, null, null, "invalid x-api-key");
    };
  }

  static ProviderError noKey(Vendor vendor) {
    String message =
        switch (vendor) {
          case OPENAI, COMPATIBLE ->
              "You didn't provide an API key. You need to provide your API key in an Authorization"
                  + " header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).";
          case XAI -> "No API key provided. Please provide an API key in the Authorization header.";
          case GOOGLE -> "Missing or invalid Authorization header.";
          case ANTHROPIC -> "x-api-key header is required";
        };
    return new ProviderError(vendor == Vendor.GOOGLE ? 400 : 401, null, null, message);
  }

  static ProviderError unknownModel(Vendor vendor, String model) {
    return switch (vendor) {
      case OPENAI, COMPATIBLE ->
          new ProviderError(
              404,
              "model_not_found",
              null,
              "The model `" + model + "` does not exist or you do not have access to it.");
      case XAI ->
          new ProviderError(
              404,
              null,
              null,
              "The model "
                  + model
                  + " does not exist or your team does not have access to it. Please ensure you're"
                  + " using the correct API key.");
      case GOOGLE ->
          new ProviderError(
              404,
              null,
              null,
              "models/"
                  + model
                  + " is not found for API version v1main, or is not supported for"
                  + " generateContent.");
      case ANTHROPIC -> new ProviderError(404, null, null, "model: " + model);
    };
  }

  private static String masked(String key) {
    return key.length() < 8 ? "***" : key.substring(0, 2) + "***" + key.substring(key.length() - 2);
  }

  private static Answer openai(ProviderError error) {
    ObjectNode body = Json.object();
    body.putObject("error")
        .put("message", error.text())
        .put("type", openaiType(error.status(), error.code()))
        .put("param", error.param())
        .put("code", error.code() == null ? openaiCode(error.status()) : error.code());
    return Answer.of(error.status(), body).with(Map.of("x-request-id", Ids.next("req_")));
  }

  private static String openaiType(int status, @Nullable String code) {
    if ("insufficient_quota".equals(code) || status == 402) {
      return "insufficient_quota";
    }
    return status == 429 ? "requests" : status >= 500 ? "server_error" : "invalid_request_error";
  }

  private static @Nullable String openaiCode(int status) {
    return switch (status) {
      case 402 -> "billing_hard_limit_reached";
      case 429 -> "rate_limit_exceeded";
      default -> null;
    };
  }

  private static Answer xai(ProviderError error) {
    String code =
        switch (error.status()) {
          case 400 -> "Client specified an invalid argument";
          case 401 -> "The caller does not have valid authentication credentials";
          case 402, 403 -> "The caller does not have permission to execute the specified operation";
          case 404 -> "Some requested entity was not found";
          case 429 -> "Some resource has been exhausted";
          case 503, 529 -> "The service is currently unavailable";
          default -> "Internal error";
        };
    ObjectNode body = Json.object();
    body.put("code", error.code() == null ? code : error.code()).put("error", error.text());
    return Answer.of(error.status(), body);
  }

  private static Answer google(ProviderError error) {
    String status =
        switch (error.status()) {
          case 400 -> "INVALID_ARGUMENT";
          case 401 -> "UNAUTHENTICATED";
          case 402, 403 -> "PERMISSION_DENIED";
          case 404 -> "NOT_FOUND";
          case 429 -> "RESOURCE_EXHAUSTED";
          case 503, 529 -> "UNAVAILABLE";
          default -> "INTERNAL";
        };
    ObjectNode body = Json.object();
    body.putObject("error")
        .put("code", error.status())
        .put("message", error.text())
        .put("status", status);
    JsonNode list = Json.array(List.of(body));
    return Answer.of(error.status(), list);
  }

  private static Answer anthropic(ProviderError error) {
    String type =
        switch (error.status()) {
          case 401 -> "authentication_error";
          case 402 -> "billing_error";
          case 403 -> "permission_error";
          case 404 -> "not_found_error";
          case 413 -> "request_too_large";
          case 429 -> "rate_limit_error";
          case 504 -> "timeout_error";
          case 529 -> "overloaded_error";
          default -> error.status() < 500 ? "invalid_request_error" : "api_error";
        };
    String id = Ids.next("req_");
    ObjectNode body = Json.object().put("type", "error");
    body.putObject("error").put("type", type).put("message", error.text());
    body.put("request_id", id);
    return Answer.of(error.status(), body).with(Map.of("request-id", id));
  }
}
