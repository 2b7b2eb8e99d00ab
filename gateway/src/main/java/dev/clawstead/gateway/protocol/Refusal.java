package dev.clawstead.gateway.protocol;

import dev.clawstead.domain.ModelProtocol;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error of ours, told in the caller's own protocol. Which status an agent survives is measured
 * (OpenClaw 2026.9.6 locks a provider for ten minutes after a 401, 402, 403 or an exhausted quota):
 * caps and holds are 429 {@code usage_limit_reached}, what may be better in a second is 503 with a
 * short Retry-After, and 401 is for keys that do not exist.
 *
 * @param type OpenAI's word for the kind of error; Anthropic's follows from the status
 * @param retryAfterSeconds when asking again is worth it; 0 to say nothing
 */
public record Refusal(
    HttpResponseStatus status,
    String type,
    @Nullable String code,
    @Nullable String field,
    String message,
    int retryAfterSeconds) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String INVALID = "invalid_request_error";

  public static Refusal unknownKey() {
    return new Refusal(
        HttpResponseStatus.UNAUTHORIZED,
        INVALID,
        "invalid_api_key",
        null,
        "This key is not known here, was revoked or has expired.",
        0);
  }

  public static Refusal unknownPath(String path) {
    return new Refusal(
        HttpResponseStatus.NOT_FOUND, INVALID, "unknown_url", null, "There is no " + path + ".", 0);
  }

  public static Refusal wrongMethod(Surface surface) {
    return new Refusal(
        HttpResponseStatus.METHOD_NOT_ALLOWED,
        INVALID,
        "method_not_supported",
        null,
        "Use " + surface.method() + " here.",
        0);
  }

  public static Refusal badRequest(String message) {
    return new Refusal(HttpResponseStatus.BAD_REQUEST, INVALID, null, null, message, 0);
  }

  public static Refusal badBody(BadBodyException bad) {
    return new Refusal(
        HttpResponseStatus.BAD_REQUEST,
        INVALID,
        null,
        bad.field(),
        String.valueOf(bad.getMessage()),
        0);
  }

  public static Refusal missing(String field) {
    return new Refusal(
        HttpResponseStatus.BAD_REQUEST, INVALID, null, field, field + ": Field required", 0);
  }

  public static Refusal tooLarge(long bytesMax) {
    return new Refusal(
        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
        INVALID,
        "request_too_large",
        null,
        "The body is larger than " + (bytesMax >> 20) + " MB.",
        0);
  }

  public static Refusal headersTooLarge(int bytesMax) {
    return new Refusal(
        HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        INVALID,
        "headers_too_large",
        null,
        "The headers are larger than " + (bytesMax >> 10) + " KB.",
        0);
  }

  public static Refusal uriTooLong(int bytesMax) {
    return new Refusal(
        HttpResponseStatus.REQUEST_URI_TOO_LONG,
        INVALID,
        "uri_too_long",
        null,
        "The address is longer than " + (bytesMax >> 10) + " KB.",
        0);
  }

  /** The rest of a request did not come while there was patience. */
  public static Refusal tooSlow() {
    return new Refusal(
        HttpResponseStatus.REQUEST_TIMEOUT,
        INVALID,
        "request_timeout",
        null,
        "The request's body did not come in time.",
        0);
  }

  public static Refusal unknownModel(String model) {
    return new Refusal(
        HttpResponseStatus.NOT_FOUND,
        INVALID,
        "model_not_found",
        "model",
        "There is no model \"" + model + "\" for this agent; GET /v1/models lists those there are.",
        0);
  }

  /** For what would be spent and not be counted. */
  public static Refusal unpriced(String what) {
    return new Refusal(
        HttpResponseStatus.BAD_REQUEST,
        INVALID,
        "unsupported_parameter",
        what,
        "Providers charge more for \""
            + what
            + "\" than the catalogue's prices say, so it is served with a key of your own only.",
        0);
  }

  /** No provider of this model takes what the request asks for. */
  public static Refusal untranslatable(String field) {
    return new Refusal(
        HttpResponseStatus.BAD_REQUEST,
        INVALID,
        "unsupported_parameter",
        field,
        "No provider of this model takes \"" + field + "\".",
        0);
  }

  /** A cap is reached. */
  public static Refusal capped(@Nullable LocalDate resets) {
    String when = resets == null ? "" : ", resets " + resets;
    return limit("Usage limit exhausted" + when + ". Its owner can raise it in the console.");
  }

  /** More calls than its plan allows, for longer than they could wait. */
  public static Refusal tooFast() {
    return new Refusal(
        HttpResponseStatus.TOO_MANY_REQUESTS,
        "requests",
        "rate_limit_exceeded",
        null,
        "This agent calls faster than its plan allows.",
        2);
  }

  /** The run permit has a hold. */
  public static Refusal held() {
    return limit(
        "Usage limit exhausted: this agent is on hold. Its owner finds why in the console.");
  }

  /** A provider does not take the key that the customer brought, and nothing else is charged. */
  public static Refusal ownKeyRefused(String provider, String keyName) {
    return limit(
        "Usage limit exhausted: "
            + provider
            + " refuses your own key \""
            + keyName
            + "\". Its owner replaces or removes it in the console.");
  }

  private static Refusal limit(String message) {
    return new Refusal(
        HttpResponseStatus.TOO_MANY_REQUESTS,
        "usage_limit_reached",
        "usage_limit_reached",
        null,
        message,
        0);
  }

  /** Nobody can serve it now; the caller may ask again in a second. */
  public static Refusal unavailable(String message) {
    return new Refusal(
        HttpResponseStatus.SERVICE_UNAVAILABLE, "server_error", null, null, message, 1);
  }

  /** The provider found the request itself wrong, which another try does not change. */
  public static Refusal refusedByProvider(int status, String message) {
    return new Refusal(
        status == 413
            ? HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE
            : HttpResponseStatus.BAD_REQUEST,
        INVALID,
        null,
        null,
        message,
        0);
  }

  /** The body, in this protocol's form. */
  public byte[] body(ModelProtocol protocol, String requestId) {
    ObjectNode root = JSON.createObjectNode();
    if (protocol == ModelProtocol.ANTHROPIC) {
      root.put("type", "error");
      root.putObject("error").put("type", anthropicType()).put("message", message);
      root.put("request_id", requestId);
    } else {
      ObjectNode error = root.putObject("error");
      error.put("message", message).put("type", type);
      error.put("param", field);
      error.put("code", code);
    }
    return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
  }

  private String anthropicType() {
    return switch (status.code()) {
      case 401 -> "authentication_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> type.equals("usage_limit_reached") ? type : "rate_limit_error";
      case 503 -> "overloaded_error";
      default -> INVALID;
    };
  }
}
