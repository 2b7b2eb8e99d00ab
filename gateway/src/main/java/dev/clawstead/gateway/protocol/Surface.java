package dev.clawstead.gateway.protocol;

import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.domain.Word;
import org.jspecify.annotations.Nullable;

/** A path that the model gateway serves, and the language spoken on it. There are no others. */
public enum Surface implements Word {
  CHAT("POST", "/v1/chat/completions", ModelProtocol.OPENAI, "/chat/completions"),
  RESPONSES("POST", "/v1/responses", ModelProtocol.OPENAI, "/responses"),
  EMBEDDINGS("POST", "/v1/embeddings", ModelProtocol.OPENAI, "/embeddings"),
  MODELS("GET", "/v1/models", ModelProtocol.OPENAI, ""),
  MESSAGES("POST", "/v1/messages", ModelProtocol.ANTHROPIC, "/messages"),
  /** The same, where OpenClaw's clawrouter plugin looks for it. */
  NATIVE_MESSAGES("POST", "/v1/native/anthropic/v1/messages", ModelProtocol.ANTHROPIC, "/messages"),
  /** What OpenClaw's clawrouter plugin asks for by itself: the models, and the budget. */
  CATALOG("GET", "/v1/catalog", ModelProtocol.OPENAI, ""),
  USAGE("GET", "/v1/usage", ModelProtocol.OPENAI, ""),
  COUNT_TOKENS(
      "POST", "/v1/messages/count_tokens", ModelProtocol.ANTHROPIC, "/messages/count_tokens");

  private final String method;
  private final String path;
  private final ModelProtocol protocol;
  private final String providerPath;

  Surface(String method, String path, ModelProtocol protocol, String providerPath) {
    this.method = method;
    this.path = path;
    this.protocol = protocol;
    this.providerPath = providerPath;
  }

  /** The surface at this path, whatever its query, or null. */
  public static @Nullable Surface at(String uri) {
    String path = pathOf(uri);
    for (Surface one : values()) {
      if (one.path.equals(path)) {
        return one;
      }
    }
    return modelNamed(uri) == null ? null : MODELS;
  }

  /** The model that a path below {@link #MODELS} names, or null. */
  public static @Nullable String modelNamed(String uri) {
    String path = pathOf(uri);
    String below = MODELS.path + "/";
    return path.startsWith(below) && path.length() > below.length()
        ? path.substring(below.length())
        : null;
  }

  private static String pathOf(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /** The one method it answers to. */
  public String method() {
    return method;
  }

  /** Where it is. */
  public String path() {
    return path;
  }

  public ModelProtocol protocol() {
    return protocol;
  }

  /** What follows a provider's base address. */
  public String providerPath() {
    return providerPath;
  }

  /**
   * The field without which a request means nothing here, or null when it is all there. Tells
   * another protocol's body before anything is spent on it.
   */
  public @Nullable String lacks(Ask ask) {
    return switch (this) {
      case CHAT, COUNT_TOKENS -> ask.messages() ? null : "messages";
      // Anthropic demands that a request bounds its answer itself.
      case MESSAGES, NATIVE_MESSAGES ->
          ask.outputMax() == 0 ? "max_tokens" : ask.messages() ? null : "messages";
      case EMBEDDINGS -> ask.input() ? null : "input";
      // A stored prompt may stand in for the input.
      case RESPONSES -> ask.messages() && !ask.input() ? "input" : null;
      case MODELS, CATALOG, USAGE -> null;
    };
  }

  /** Whether providers charge nothing for it. */
  public boolean isFree() {
    return this == COUNT_TOKENS;
  }

  /** Whether a provider that speaks the other protocol may serve it. */
  public boolean translates() {
    return this == CHAT || this == MESSAGES || this == NATIVE_MESSAGES;
  }
}
