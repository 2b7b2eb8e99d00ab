package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.fault.Effect;
import dev.clawstead.simulators.fault.Fault;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.provider.Attempt.Caller;
import dev.clawstead.simulators.state.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a request from its body to a reply that is billed. */
final class Calls {

  private static final ObjectMapper JSON = Json.mapper();
  private static final int ID_CHARS_MAX = 200;

  private final Ledger ledger;
  private final PromptCache cache;

  Calls(Ledger ledger, PromptCache cache) {
    this.ledger = ledger;
    this.cache = cache;
  }

  Answer answer(Vendor vendor, String key, Request request, Dialect dialect) {
    Knobs knobs = Knobs.of(request);
    Prompt prompt = PromptReader.read(dialect.kind(), request.content());
    long outputTokensMax = dialect.outputTokensMax(prompt);
    Model model = model(vendor, prompt.setting("model").asText(), Model.Kind.CHAT);
    Reply reply = Replies.to(prompt, model, knobs.chunks(), outputTokensMax);
    PromptCache.Hit hit = cache.look(key, model.id(), prompt);
    Usage usage =
        new Usage(prompt.tokens(), hit.read(), hit.written(), reply.tokens(), reply.reasoning());
    Ledger.Call call = ledger.open(caller(vendor, key, model.id(), request, prompt.streamed()));
    Turn turn =
        new Turn(vendor, model, prompt, reply, usage, knobs, tellsUsage(request.fault()), call);
    boolean lost = request.fault() != null && request.fault().losesAnswer();
    if (prompt.streamed() && !lost) {
      request.content().forget();
      return Answer.flowing(
              "text/event-stream; charset=utf-8", out -> EventStream.send(turn, dialect, out))
          .with(headers(vendor));
    }
    call.end(spoilt(request.fault()) ? Outcome.CUT_BY_US : Outcome.FINISHED, usage);
    return Answer.ok(dialect.whole(turn)).with(headers(vendor));
  }

  Answer embed(Vendor vendor, String key, Request request) {
    ObjectNode body = body(request);
    List<JsonNode> inputs = Embeddings.inputs(body);
    Model model = model(vendor, body.path("model").asText(), Model.Kind.EMBEDDING);
    Usage usage = new Usage(Embeddings.tokens(inputs), 0, 0, 0, 0);
    Ledger.Call call = ledger.open(caller(vendor, key, model.id(), request, false));
    call.end(spoilt(request.fault()) ? Outcome.CUT_BY_US : Outcome.FINISHED, usage);
    return Answer.ok(Embeddings.answer(body, inputs, usage, tellsUsage(request.fault())))
        .with(headers(vendor));
  }

  /** Anthropic counts a prompt's tokens for nothing. */
  static Answer count(Request request) {
    Prompt prompt = PromptReader.read(Prompt.Kind.MESSAGES, request.content());
    Messages.check(prompt);
    model(Vendor.ANTHROPIC, prompt.setting("model").asText(), Model.Kind.CHAT);
    return Answer.ok(Json.object().put("input_tokens", prompt.tokens()))
        .with(headers(Vendor.ANTHROPIC));
  }

  static Caller caller(Vendor vendor, String key, String model, Request request, boolean streamed) {
    return new Caller(
        vendor,
        key,
        model,
        request.path(),
        streamed,
        id(request, "x-request-id"),
        id(request, "x-clawstead-attempt"));
  }

  private static String id(Request request, String header) {
    String id = request.header(header).orElse("");
    return id.length() > ID_CHARS_MAX ? id.substring(0, ID_CHARS_MAX) : id;
  }

  private static Model model(Vendor vendor, String name, Model.Kind kind) {
    Model model = Model.find(vendor, name).orElseThrow(() -> ErrorForm.unknownModel(vendor, name));
    if (model.kind() == kind) {
      return model;
    }
    if (kind == Model.Kind.CHAT) {
      throw new ProviderError(
          404,
          null,
          "model",
          "This is not a chat model and thus not supported in the v1/chat/completions endpoint.");
    }
    throw new ProviderError(
        403, null, null, "You are not allowed to generate embeddings from this model");
  }

  private static Map<String, String> headers(Vendor vendor) {
    return Map.of(vendor == Vendor.ANTHROPIC ? "request-id" : "x-request-id", Ids.next("req_"));
  }

  private static boolean tellsUsage(@Nullable Fault fault) {
    return fault == null || fault.effect() != Effect.NO_USAGE;
  }

  /** Whether a whole answer does not arrive as it was made. */
  private static boolean spoilt(@Nullable Fault fault) {
    return fault != null
        && (fault.losesAnswer()
            || fault.effect() == Effect.CUT
            || fault.effect() == Effect.MALFORMED_CHUNK);
  }

  private static ObjectNode body(Request request) {
    try {
      if (JSON.readTree(request.content().stream()) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new ProviderError(400, null, null, "We could not parse the JSON body of your request.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new ProviderError(400, null, null, "The request body is not a JSON object.");
  }
}
