package dev.clawstead.gateway.model;

import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.gateway.protocol.BodyEdits;
import dev.clawstead.gateway.protocol.Surface;
import dev.clawstead.gateway.translate.Translation;
import dev.clawstead.gateway.translate.Translations;
import dev.clawstead.gateway.translate.Untranslatable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a caller's request into the one its provider gets: our key, the provider's name of the
 * model, and every other byte as it was, unless the provider speaks the other protocol.
 */
final class ProviderRequests {

  /** Numbers that pass through a translation stay as they were written. */
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final String ANTHROPIC_VERSION = "anthropic-version";
  private static final String ANTHROPIC_VERSION_DEFAULT = "2023-06-01";
  private static final List<String> PASSED_ON =
      List.of("anthropic-beta", "openai-beta", "tracestate");

  private ProviderRequests() {}

  /** The translation that serves this request by this offer; null where none is needed. */
  static @Nullable Translation translation(ModelRequest request, Offer offer, Clock clock) {
    ModelProtocol theirs = offer.provider().protocol();
    if (theirs == request.surface().protocol()) {
      return null;
    }
    String model = offer.model().id().model();
    return switch (request.surface()) {
      case CHAT -> Translations.chatToMessages(offer.model().outputMax(), model, clock);
      case MESSAGES, NATIVE_MESSAGES -> Translations.messagesToChat(model, false);
      case RESPONSES, EMBEDDINGS, MODELS, CATALOG, USAGE, COUNT_TOKENS ->
          throw new IllegalStateException(request.surface() + " has no translation");
    };
  }

  /**
   * The request to send; fails where the provider's protocol cannot say what the caller wants.
   *
   * @param trace the attempt's {@code traceparent}
   */
  static DefaultFullHttpRequest of(
      ModelRequest request,
      Offer offer,
      @Nullable Translation translation,
      long outputMax,
      UUID attempt,
      @Nullable String trace)
      throws Untranslatable {
    ByteBuf body =
        translation == null
            ? edited(request, offer, outputMax)
            : translated(request, translation, outputMax);
    ProviderClient.Origin origin = ProviderClient.Origin.of(offer.provider().base());
    DefaultFullHttpRequest sent =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.POST,
            offer.provider().base().getRawPath() + path(request.surface(), translation != null),
            body);
    HttpHeaders headers = sent.headers();
    headers.set(HttpHeaderNames.HOST, origin.authority());
    headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    headers.set(HttpHeaderNames.ACCEPT, "application/json, text/event-stream");
    headers.set(HttpHeaderNames.USER_AGENT, "clawstead");
    headers.set("X-Request-ID", request.id());
    headers.set("X-Clawstead-Attempt", attempt.toString());
    if (trace != null) {
      headers.set("traceparent", trace);
    }
    for (String name : PASSED_ON) {
      String value = request.headers().get(name);
      if (value != null) {
        headers.set(name, value);
      }
    }
    if (offer.provider().protocol() == ModelProtocol.ANTHROPIC) {
      headers.set("x-api-key", offer.key().secret());
      headers.set(
          ANTHROPIC_VERSION, request.headers().get(ANTHROPIC_VERSION, ANTHROPIC_VERSION_DEFAULT));
    } else {
      headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + offer.key().secret());
    }
    return sent;
  }

  private static String path(Surface surface, boolean translated) {
    if (!translated) {
      return surface.providerPath();
    }
    return surface == Surface.CHAT ? Surface.MESSAGES.providerPath() : Surface.CHAT.providerPath();
  }

  private static ByteBuf edited(ModelRequest request, Offer offer, long outputMax) {
    BodyEdits edits = BodyEdits.of(request.ask()).model(offer.model().id().model());
    String bound = outputField(request.surface());
    if (!bound.isEmpty()) {
      edits.outputMax(bound, outputMax);
    }
    if (request.surface() == Surface.CHAT) {
      edits.withUsage();
    }
    return edits.apply(request.body());
  }

  private static ByteBuf translated(ModelRequest request, Translation translation, long outputMax)
      throws Untranslatable {
    ObjectNode body =
        (ObjectNode) JSON.readTree(new ByteBufInputStream(request.body().duplicate()));
    body.remove("max_tokens");
    body.put(outputField(request.surface()), outputMax);
    return Unpooled.wrappedBuffer(JSON.writeValueAsBytes(translation.request(body)));
  }

  /** The name of the answer's bound; empty where nothing is generated. */
  private static String outputField(Surface surface) {
    return switch (surface) {
      case CHAT -> "max_completion_tokens";
      case RESPONSES -> "max_output_tokens";
      case MESSAGES, NATIVE_MESSAGES -> "max_tokens";
      case EMBEDDINGS, MODELS, CATALOG, USAGE, COUNT_TOKENS -> "";
    };
  }

  /** Whether the caller's stream was asked for usage that the caller did not want. */
  static boolean addsUsage(ModelRequest request, @Nullable Translation translation) {
    return translation == null
        && request.surface() == Surface.CHAT
        && request.ask().stream()
        && !request.ask().usageWanted();
  }
}
