package dev.clawstead.gateway.model;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;

/** What hears of a request to a provider; called on its event loop. */
interface ProviderCall {

  /** The answer's head; nothing came before it. */
  void head(HttpResponse head);

  /** Bytes of the answer's body, which the callee releases. */
  void body(ByteBuf bytes);

  /** For now nothing more has come: what was written may go out, together. */
  void pause();

  /** The answer came to its end. */
  void end();

  /** The provider cannot be reached, or broke off; nothing follows. */
  void broken(String why);
}
