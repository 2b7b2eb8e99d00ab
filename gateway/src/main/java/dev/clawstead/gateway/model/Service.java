package dev.clawstead.gateway.model;

import dev.clawstead.db.spending.Purse;
import dev.clawstead.gateway.model.Callers.CallerId;
import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.BadBodyException;
import dev.clawstead.gateway.protocol.Refusal;
import dev.clawstead.gateway.protocol.Surface;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderValues;
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
    if (surface == Surface.MODELS) {
      site.names(loop, purse, names -> answerModels(arrival, names, reply));
      return;
    }
    try {
      Ask ask = intake.read();
      if (surface.wantsBound() && ask.outputMax() == 0) {
        reply.refuse(Refusal.missing("max_tokens"));
        return;
      }
      ModelCall made =
          new ModelCall(
              site.desk(),
              loop,
              providers,
              new ModelRequest(
                  arrival.id(), surface, arrival.head().headers(), purse, ask, intake.share()),
              reply);
      call = made;
      made.begin();
    } catch (BadBodyException e) {
      reply.refuse(Refusal.badBody(e));
    }
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
