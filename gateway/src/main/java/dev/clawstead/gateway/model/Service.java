package dev.clawstead.gateway.model;

import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.CallKind;
import dev.clawstead.gateway.budget.Admission.Payer;
import dev.clawstead.gateway.capture.Recording;
import dev.clawstead.gateway.model.Callers.CallerId;
import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.BadBodyException;
import dev.clawstead.gateway.protocol.Refusal;
import dev.clawstead.gateway.protocol.Surface;
import dev.clawstead.gateway.trace.CallTrace;
import dev.clawstead.gateway.trace.Traces;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Serves one connection's requests, each once it is there as a whole, one after the other. */
final class Service {

  private final ModelSite site;
  private final EventLoop loop;
  private final ProviderClient providers;
  private final Intake intake;
  private @Nullable ModelCall call;
  private boolean busy;
  private boolean closed;

  Service(ModelSite site, EventLoop loop, ProviderClient providers, Intake intake) {
    this.site = site;
    this.loop = loop;
    this.providers = providers;
    this.intake = intake;
  }

  /** Whether a request is being served. */
  boolean isBusy() {
    return busy;
  }

  void serve(Arrival arrival, Reply reply) {
    busy = true;
    CallerId who = Objects.requireNonNull(arrival.caller());
    Purse purse = who.purse();
    if (purse != null) {
      serve(arrival, purse, reply);
      return;
    }
    // Its owner may have come a moment ago, and nobody told the table.
    OnLoop.then(
        loop,
        site.refresh().apply(who.slug()),
        (read, failed) -> {
          CallerId again = site.callers().find(arrival.head().headers());
          Purse found = again == null ? null : again.purse();
          if (closed) {
            return;
          }
          if (found == null) {
            warmUp(arrival, reply);
          } else {
            serve(arrival, found, reply);
          }
        });
  }

  private void warmUp(Arrival arrival, Reply reply) {
    if (arrival.surface() != Surface.CHAT) {
      reply.refuse(Refusal.unavailable("This agent has no owner yet."));
      return;
    }
    try {
      CannedAnswer.to(intake.read(), reply);
    } catch (BadBodyException e) {
      reply.refuse(Refusal.badBody(e));
    }
  }

  private void serve(Arrival arrival, Purse purse, Reply reply) {
    Surface surface = Objects.requireNonNull(arrival.surface());
    switch (surface) {
      case MODELS -> site.names(loop, purse, names -> answerModels(arrival, names, reply));
      case CATALOG -> site.payer(loop, purse, payer -> answerCatalog(payer, reply));
      case USAGE ->
          OnLoop.then(
              loop, site.usage().of(purse.instance()), (json, failed) -> answerUsage(json, reply));
      case CHAT, RESPONSES, EMBEDDINGS, MESSAGES, NATIVE_MESSAGES, COUNT_TOKENS ->
          call(arrival, surface, purse, reply);
    }
  }

  private void call(Arrival arrival, Surface surface, Purse purse, Reply reply) {
    try {
      Ask ask = intake.read();
      String lacking = surface.lacks(ask);
      if (lacking != null) {
        reply.refuse(Refusal.missing(lacking));
        return;
      }
      HttpHeaders headers = arrival.head().headers();
      ByteBuf body = intake.share();
      CallKind kind = CallKinds.of(headers, ask, body);
      CallTrace trace = trace(arrival, surface, purse, kind);
      ModelRequest request =
          new ModelRequest(arrival.id(), surface, headers, purse, kind, ask, body, trace);
      ModelCall made = new ModelCall(site.desk(), loop, providers, request, caller(request, reply));
      call = made;
      made.begin();
    } catch (BadBodyException e) {
      reply.refuse(Refusal.badBody(e));
    }
  }

  /** Who takes the answer; somebody listens if its owner wishes that. */
  private Caller caller(ModelRequest request, Reply reply) {
    Recording recording = site.desk().recorder().begin(request.purse().instance(), request.body());
    return recording == null
        ? reply
        : new RecordedCaller(reply, recording, request.id(), request.surface().protocol());
  }

  private CallTrace trace(Arrival arrival, Surface surface, Purse purse, CallKind kind) {
    return site.desk()
        .traces()
        .begin(
            new Traces.Call(
                arrival.id(),
                surface.method(),
                surface.path(),
                purse.instance(),
                kind,
                arrival.head().headers().get("traceparent")));
  }

  private void answerModels(Arrival arrival, List<String> names, Reply reply) {
    if (closed) {
      return;
    }
    ModelList list = new ModelList(names, arrival.head().headers().contains("anthropic-version"));
    String name = Surface.modelNamed(arrival.head().uri());
    byte[] json = name == null ? list.all() : list.named(name);
    if (json == null) {
      reply.refuse(Refusal.unknownModel(String.valueOf(name)));
    } else {
      reply.ok(HttpHeaderValues.APPLICATION_JSON, json);
    }
  }

  private void answerCatalog(@Nullable Payer payer, Reply reply) {
    if (closed) {
      return;
    }
    if (payer == null) {
      reply.refuse(Refusal.unavailable("The budget cannot be asked for at the moment."));
    } else {
      Desk desk = site.desk();
      reply.ok(
          HttpHeaderValues.APPLICATION_JSON,
          RouterCatalog.of(desk.shelf().get().listed(payer.plan(), desk.clock().instant())));
    }
  }

  private void answerUsage(byte @Nullable [] json, Reply reply) {
    if (closed) {
      return;
    }
    if (json == null) {
      reply.refuse(Refusal.unavailable("The usage cannot be asked for at the moment."));
    } else {
      reply.ok(HttpHeaderValues.APPLICATION_JSON, json);
    }
  }

  /** The request has its answer. */
  void done() {
    call = null;
    busy = false;
  }

  /** The caller takes more of its answer. */
  void writable() {
    ModelCall current = call;
    if (current != null) {
      current.writable();
    }
  }

  /** The caller went away. */
  void hangUp() {
    closed = true;
    ModelCall current = call;
    call = null;
    if (current != null) {
      current.hangUp();
    }
  }
}
