package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.fault.Effect;
import dev.clawstead.simulators.fault.Fault;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Api;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.provider.Attempt.Caller;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All providers behind one port, each under its own path. */
public final class ProvidersApi implements Api {

  private static final Logger LOG = System.getLogger(ProvidersApi.class.getName());

  private final ProvidersSettings settings;
  private final Ledger ledger;
  private final PromptCache cache = new PromptCache();
  private final Calls calls;
  private final ChatCompletions chat;
  private final Responses responses;
  private final Messages messages = new Messages();

  public ProvidersApi(ProvidersSettings settings, InstantSource clock) {
    this.settings = settings;
    this.ledger = new Ledger(clock);
    this.calls = new Calls(ledger, cache);
    this.chat = new ChatCompletions(clock);
    this.responses = new Responses(clock);
  }

  @Override
  public Answer answer(Request request) {
    Optional<Vendor> vendor = Vendor.ofPath(request.path());
    if (vendor.isEmpty()) {
      return Answer.problem(404, "no provider answers under " + request.path());
    }
    try {
      String key = Access.admitted(settings, vendor.get(), request);
      return routed(vendor.get(), key, request);
    } catch (ProviderError e) {
      return refused(vendor.get(), request, e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, request.method() + " " + request.path(), e);
      return ErrorForm.of(
          vendor.get(), new ProviderError(500, null, null, "Internal server error"));
    }
  }

  @Override
  public Answer refuse(Request request, Fault fault) {
    Vendor vendor = Vendor.ofPath(request.path()).orElse(Vendor.COMPATIBLE);
    int status = fault.effect() == Effect.OUT_OF_CAPACITY ? 529 : fault.status();
    @Nullable String code = fault.code().isEmpty() ? null : fault.code();
    ProviderError error = new ProviderError(status, code, null, fault.message());
    // After the work, the call is in the books already.
    return fault.works() || fault.effect() != Effect.STATUS
        ? ErrorForm.of(vendor, error)
        : refused(vendor, request, error);
  }

  @Override
  public Set<String> traits() {
    return Set.of("key", "model");
  }

  @Override
  public String trait(Request request, String name) {
    return name.equals("model")
        ? PromptReader.model(request.content())
        : Vendor.ofPath(request.path()).map(v -> Access.key(v, request)).orElse("");
  }

  @Override
  public void release() {
    // What a fault holds here is a stream, and streams ask for their rule themselves.
  }

  @Override
  public void tell(ObjectNode truth) {
    truth.setAll(ledger.tell());
  }

  /** {@code GET /truth}: the bill; {@code ?attempts=true}: one line a call; DELETE forgets all. */
  public Answer truth(Request request) {
    return switch (request.method()) {
      case "GET" ->
          request.query("attempts").orElse("").equals("true")
              ? Bill.lines(ledger.attempts())
              : Answer.ok(ledger.tell());
      case "DELETE" -> {
        ledger.reset();
        cache.reset();
        yield Answer.noContent();
      }
      default -> Answer.problem(405, "use GET or DELETE");
    };
  }

  private Answer routed(Vendor vendor, String key, Request request) {
    String path = request.path().substring(vendor.base().length());
    String route = request.method() + " " + path;
    boolean openai = vendor != Vendor.ANTHROPIC;
    if (path.startsWith("/models/") && request.method().equals("GET")) {
      return ModelLists.one(vendor, path.substring("/models/".length()));
    }
    if (route.equals("GET /models")) {
      return ModelLists.all(vendor);
    }
    if (openai && route.equals("POST /chat/completions")) {
      return calls.answer(vendor, key, request, chat);
    }
    if (openai && vendor != Vendor.GOOGLE && route.equals("POST /responses")) {
      return calls.answer(vendor, key, request, responses);
    }
    if (openai && vendor != Vendor.XAI && route.equals("POST /embeddings")) {
      return calls.embed(vendor, key, request);
    }
    if (!openai && route.equals("POST /messages")) {
      return calls.answer(vendor, key, request, messages);
    }
    if (!openai && route.equals("POST /messages/count_tokens")) {
      return Calls.count(request);
    }
    throw new ProviderError(
        404,
        null,
        null,
        openai ? "Invalid URL (" + request.method() + " " + request.path() + ")" : "Not Found");
  }

  /** Only what a good key asks for is remembered: unknown keys would be without number. */
  private Answer refused(Vendor vendor, Request request, ProviderError error) {
    String key = Access.key(vendor, request);
    if (settings.letsIn(vendor, key)) {
      String model = PromptReader.model(request.content());
      String known = Model.find(vendor, model).isPresent() ? model : "";
      Caller caller = Calls.caller(vendor, key, known, request, false);
      ledger.refused(caller, error.status());
    }
    return ErrorForm.of(vendor, error);
  }
}
